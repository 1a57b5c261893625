using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Serialization;

public class ValueSizeTests
{
    [Fact]
    public void Known_types_are_estimated_by_their_length()
    {
        ValueSize.Estimate("abcd").Should().Be(34);
        ValueSize.Estimate<object>("abcd").Should().Be(34);
        ValueSize.Estimate(new byte[100]).Should().Be(124);
        ValueSize.Estimate<ReadOnlyMemory<byte>>(new byte[100]).Should().Be(140);
        ValueSize.Estimate<Memory<byte>>(new byte[100].AsMemory(50)).Should().Be(90);
        ValueSize.Estimate(1).Should().Be(20);
        ValueSize.Estimate(1m).Should().Be(32);
        ValueSize.Estimate<int?>(1).Should().Be(24);
    }

    [Fact]
    public void Nulls_and_other_objects_count_fixed_amounts()
    {
        ValueSize.Estimate<string?>(null).Should().Be(8);
        ValueSize.Estimate<int?>(null).Should().Be(8);
        ValueSize.Estimate(new object()).Should().Be(ValueSize.DefaultEntryBytes);
        ValueSize.Estimate(new List<int>()).Should().Be(1024);
    }

    [Fact]
    public void Estimating_a_value_type_does_not_box_it()
    {
        ValueSize.Estimate(1m);
        var before = GC.GetAllocatedBytesForCurrentThread();
        ValueSize.Estimate(1m);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1000);
    }
}
