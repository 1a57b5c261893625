using FluentAssertions;
using Microsoft.Extensions.Caching.Hybrid;

namespace CodeGen.Runtime.Contracts.Hybrid;

/// <summary>What is stored and what comes back.</summary>
internal static class Values
{
    [ContractCase("a miss runs the factory and returns its value")]
    public static async Task Miss(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        (await cache.GetAsync("k", new Calls())).Should().Be("made 1");
    }

    [ContractCase("a hit does not run the factory")]
    public static async Task Hit(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        var calls = new Calls();
        await cache.GetAsync("k", calls);
        (await cache.GetAsync("k", calls)).Should().Be("made 1");
        calls.Count.Should().Be(1);
    }

    [ContractCase("the state reaches the factory")]
    public static async Task State(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        (await cache.GetOrCreateAsync("k", (1, "two"), static (state, _) => new ValueTask<string>($"{state.Item1} {state.Item2}"))).Should().Be("1 two");
    }

    [ContractCase("keys given as a span and as an interpolated string are the same keys")]
    public static async Task SpanKeys(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        await cache.SetAsync("user:7", "value");
        int id = 7;
        (await cache.GetOrCreateAsync("user:7".AsSpan(), static _ => new ValueTask<string>("made"))).Should().Be("value");
        (await cache.GetOrCreateAsync($"user:{id}", static _ => new ValueTask<string>("made"))).Should().Be("value");
    }

    [ContractCase("different keys have different values; keys are case-sensitive")]
    public static async Task Keys(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        await cache.SetAsync("k", 1);
        await cache.SetAsync("K", 2);
        (await cache.LookAsync<int>("k")).Should().Be(1);
        (await cache.LookAsync<int>("K")).Should().Be(2);
    }

    [ContractCase("keys and values hold any text")]
    public static async Task Unicode(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        const string Key = "schlüssel/中文:😀 \"quoted\" {braces}";
        await cache.SetAsync(Key, "wert 中文 😀");
        (await cache.LookAsync<string>(Key)).Should().Be("wert 中文 😀");
    }

    [ContractCase("null is a value")]
    public static async Task NullValue(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        int made = 0;
        for (int i = 0; i < 3; i++)
        {
            (await cache.GetOrCreateAsync("k", _ => { made++; return new ValueTask<string?>((string?)null); })).Should().BeNull();
        }

        made.Should().Be(1);
    }

    [ContractCase("empty texts and arrays are values")]
    public static async Task EmptyValues(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        await cache.SetAsync("s", "");
        await cache.SetAsync("b", Array.Empty<byte>());
        (await cache.LookAsync<string>("s")).Should().BeEmpty();
        (await cache.LookAsync<byte[]>("b")).Should().NotBeNull().And.BeEmpty();
    }

    [ContractCase("numbers, identifiers, times, nullables and enums come back as they were")]
    public static async Task ValueTypes(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        var id = Guid.NewGuid();
        var time = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.FromHours(2));
        await cache.SetAsync("int", 42);
        await cache.SetAsync("decimal", 1.10m);
        await cache.SetAsync("guid", id);
        await cache.SetAsync("time", time);
        await cache.SetAsync<int?>("nullable", null);
        await cache.SetAsync("enum", DayOfWeek.Friday);
        (await cache.LookAsync<int>("int")).Should().Be(42);
        (await cache.LookAsync<decimal>("decimal")).Should().Be(1.10m);
        (await cache.LookAsync<Guid>("guid")).Should().Be(id);
        (await cache.LookAsync<DateTimeOffset>("time")).Should().Be(time);
        (await cache.LookAsync<int?>("nullable")).Should().BeNull();
        (await cache.LookAsync<DayOfWeek>("enum")).Should().Be(DayOfWeek.Friday);
    }

    [ContractCase("lists, dictionaries and records come back equal")]
    public static async Task Structures(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        var document = new MutableDocument { Name = "a", Lines = ["1", "2"] };
        var counts = new Dictionary<string, int> { ["a"] = 1 };
        await cache.SetAsync("document", document);
        await cache.SetAsync("counts", counts);
        (await cache.LookAsync<MutableDocument>("document")).Should().BeEquivalentTo(document);
        (await cache.LookAsync<Dictionary<string, int>>("counts")).Should().BeEquivalentTo(counts);
    }

    [ContractCase("a set value is found, and replaced by the next")]
    public static async Task Set(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        await cache.SetAsync("k", "one");
        (await cache.LookAsync<string>("k")).Should().Be("one");
        await cache.SetAsync("k", "two");
        (await cache.LookAsync<string>("k")).Should().Be("two");
    }

    [ContractCase("looking for what is not there gives the default and runs no factory")]
    public static async Task LookMiss(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        (await cache.LookAsync<string>("k")).Should().BeNull();
        (await cache.LookAsync<int>("k")).Should().Be(0);
    }

    [ContractCase("a look that found nothing stores nothing")]
    public static async Task LookStoresNothing(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        await cache.LookAsync<string>("k");
        (await cache.GetAsync("k", new Calls())).Should().Be("made 1");
    }

    [ContractCase("a key that is empty, blank or too long is no error: its value is made each time")]
    public static async Task UncacheableKeys(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        foreach (string key in new[] { "", "   ", new string('k', 100_000) })
        {
            var calls = new Calls();
            (await cache.GetAsync(key, calls)).Should().Be("made 1");
            (await cache.GetAsync(key, calls)).Should().Be("made 2");
        }
    }

    [ContractCase("the failure of a factory reaches the caller and is not kept")]
    public static async Task FactoryFails(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        Func<Task> failing = async () => await cache.GetOrCreateAsync<string>("k", async _ =>
        {
            await Task.Yield();
            throw new InvalidTimeZoneException("broken");
        });
        (await failing.Should().ThrowAsync<InvalidTimeZoneException>()).WithMessage("broken");
        (await cache.GetAsync("k", new Calls())).Should().Be("made 1");
    }

    [ContractCase("a factory that throws at once is no different")]
    public static async Task FactoryThrowsAtOnce(Rig rig)
    {
        HybridCache cache = await rig.HybridAsync();
        Func<Task> failing = async () => await cache.GetOrCreateAsync<string>("k", _ => throw new InvalidTimeZoneException("broken"));
        await failing.Should().ThrowAsync<InvalidTimeZoneException>();
        (await cache.GetAsync("k", new Calls())).Should().Be("made 1");
    }
}
