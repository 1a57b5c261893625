using CodeGen.Runtime.Caching.Generators;
using FluentAssertions;
using Microsoft.CodeAnalysis;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Keys;

public class CacheKeyGeneratorTests
{
    private const string Key = "using CodeGen.Runtime.Caching; namespace N; [CacheKey(\"a:{Id}\")] public readonly partial record struct K(int Id);";

    [Theory]
    [InlineData("[CacheKey(\"a:{Id}\")] public readonly partial record struct K(int Id);")]
    [InlineData("namespace N { namespace @class.M { [CacheKey(\"a:{Id}\")] internal readonly partial record struct @record(int Id); } }")]
    [InlineData("[CacheKey(\"a\")] public readonly partial record struct K;")]
    [InlineData("[CacheKey(\"a:{event}:{System}:{CodeGen}\")] public readonly partial record struct K(string @event, int System, bool CodeGen);")]
    [InlineData("[CacheKey(\"a:{Id}\")] public readonly partial record struct K(int Id); [CacheKey(\"b:{Id}\")] public readonly partial record struct k(int Id);")]
    [InlineData("[CacheKey(\"a:{text}:{key}:{other}\")] public readonly partial record struct K(string text, string key, string other);")]
    [InlineData("[CacheKey(\"a:{Id}\")] public readonly partial record struct K { public required int Id { get; init; } public int Twice => 2 * Id; }")]
    [InlineData("partial class O { partial struct S { partial record R { partial record struct T { partial interface I { [CacheKey(\"a:{P}\")] private readonly partial record struct K(int P); } } } } }")]
    [InlineData("enum E { A } partial class O { enum F { A } [CacheKey(\"a:{P}:{Q}\")] private readonly partial record struct K(F? P, E Q); }")]
    [InlineData("enum E { A } [CacheKey(\"a:{P}\")] public readonly partial record struct K { internal E P { get; init; } }")]
    [InlineData("[CacheKey(\"a:{P}:{Q}:{R}\")] public readonly partial record struct K(System.Net.IPAddress P, System.Net.IPAddress? Q, System.Int128 R);")]
    [InlineData("[CacheKey(\"a:{P}:{Q}\")] public readonly partial record struct K(System.DateTime P, System.DateTime? Q);")]
    [InlineData("[CacheKey(\"a:{B}\")] public readonly partial record struct K(byte B); partial record struct K { public const int Max = 1; public static int Count; }")]
    public void Run_ValidKey_CompilesWithoutWarnings(string source)
    {
        var run = new GeneratorRun("using CodeGen.Runtime.Caching;\n" + source);

        run.Reported.Should().BeEmpty();

        // The keys of this test are undocumented (CS1591); what is generated for them is not.
        run.Compiled.Where(static d => d.Id != "CS1591" || d.Location.SourceTree?.FilePath != "Source0.cs").Should().BeEmpty();
        run.Result.GeneratedSources.Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("CGK001", "[CacheKey(\"a:{Id}\")] public partial record struct K(int Id);", "K")]
    [InlineData("CGK001", "[CacheKey(\"a:{Id}\")] public readonly record struct K(int Id);", "K")]
    [InlineData("CGK001", "[CacheKey(\"a\")] public readonly partial struct K;", "K")]
    [InlineData("CGK001", "[CacheKey(\"a:{Id}\")] file readonly partial record struct K(int Id);", "K")]
    [InlineData("CGK001", "[CacheKey(\"a\")] public partial class K;", "K")]
    [InlineData("CGK002", "class Outer { [CacheKey(\"a:{Id}\")] public readonly partial record struct K(int Id); }", "Outer")]
    [InlineData("CGK003", "[CacheKey(\"a:{Id}\")] public readonly partial record struct K<T>(int Id);", "K")]
    [InlineData("CGK003", "partial class Outer<T> { [CacheKey(\"a:{Id}\")] public readonly partial record struct K(int Id); }", "K")]
    [InlineData("CGK004", "[CacheKey(\"a::{Id}\")] public readonly partial record struct K(int Id);", "\"a::{Id}\"")]
    [InlineData("CGK004", "[CacheKey(\"a:{Id\")] public readonly partial record struct K(int Id);", "\"a:{Id\"")]
    [InlineData("CGK004", "[CacheKey(\"\")] public readonly partial record struct K;", "\"\"")]
    [InlineData("CGK004", "[CacheKey(null)] public readonly partial record struct K;", "null")]
    [InlineData("CGK004", "[CacheKey(\"a:x{Id}\")] public readonly partial record struct K(int Id);", "\"a:x{Id}\"")]
    [InlineData("CGK005", "[CacheKey(\"1:2:3:4:5:6:7:8:{Id}\")] public readonly partial record struct K(int Id);", "\"1:2:3:4:5:6:7:8:{Id}\"")]
    [InlineData("CGK006", "[CacheKey(\"{Id}:a\")] public readonly partial record struct K(int Id);", "\"{Id}:a\"")]
    [InlineData("CGK007", "[CacheKey(\"a*:{Id}\")] public readonly partial record struct K(int Id);", "\"a*:{Id}\"")]
    [InlineData("CGK008", "[CacheKey(\"a:{id}\")] public readonly partial record struct K(int Id);", "\"a:{id}\"")]
    [InlineData("CGK008", "[CacheKey(\"a:{Id}:{Twice}\")] public readonly partial record struct K(int Id) { public int Twice => 2 * Id; }", "\"a:{Id}:{Twice}\"")]
    [InlineData("CGK009", "[CacheKey(\"a:{Id}:{Id}\")] public readonly partial record struct K(int Id);", "\"a:{Id}:{Id}\"")]
    [InlineData("CGK010", "[CacheKey(\"a:{Id}\")] public readonly partial record struct K(int Id, int Lost);", "Lost")]
    [InlineData("CGK010", "[CacheKey(\"a:{Id}\")] public readonly partial record struct K(int Id) { public int Lost { get; init; } }", "Lost")]
    [InlineData("CGK010", "[CacheKey(\"a:{Id}\")] public readonly partial record struct K(int Id) { private readonly int _lost = 1; }", "_lost")]
    [InlineData("CGK011", "[CacheKey(\"a:{Id}\")] public readonly partial record struct K(object Id);", "Id")]
    [InlineData("CGK011", "[CacheKey(\"a:{Id}\")] public readonly partial record struct K(int[] Id);", "Id")]
    [InlineData("CGK011", "[CacheKey(\"a:{Id}\")] public readonly partial record struct K(System.Uri Id);", "Id")]
    [InlineData("CGK012", "[CacheKey(\"a:{Id}\")] public readonly partial record struct K { public int Id { get; } }", "Id")]
    [InlineData("CGK013", "[CacheKey(\"a:{Id}\")] public readonly partial record struct K(int Id) { public override int GetHashCode() => 1; }", "GetHashCode")]
    [InlineData("CGK013", "[CacheKey(\"a:{Scope}\")] public readonly partial record struct K(int Scope);", "Scope")]
    public void Run_InvalidKey_ReportsErrorInPlace(string id, string source, string place)
    {
        string text = "using CodeGen.Runtime.Caching;\n" + source;

        var run = new GeneratorRun(text);

        Diagnostic reported = run.Reported.Where(d => d.Id == id).Should().ContainSingle().Subject;
        reported.Severity.Should().Be(DiagnosticSeverity.Error);
        reported.Location.GetLineSpan().Path.Should().Be("Source0.cs");
        text.Substring(reported.Location.SourceSpan.Start, reported.Location.SourceSpan.Length).Should().Be(place);
        run.Result.Exception.Should().BeNull();
        run.Result.GeneratedSources.Should().BeEmpty();
    }

    [Fact]
    public void Run_EditElsewhere_ReusesTheOutput()
    {
        var run = new GeneratorRun(Key, "class Other;");

        run.Replace(1, "class Other { int _more; }");
        run.Add("class Added;");

        run.Reasons(CacheKeyGenerator.ResultStep).Should().OnlyContain(static r => r == IncrementalStepRunReason.Cached || r == IncrementalStepRunReason.Unchanged);
        run.OutputReasons().Should().NotBeEmpty().And.OnlyContain(static r => r == IncrementalStepRunReason.Cached);
    }

    [Fact]
    public void Run_EditAroundTheKey_ReusesTheOutput()
    {
        var run = new GeneratorRun(Key);

        run.Replace(0, "// A comment that moves the key down.\n" + Key + "\nclass Added;");

        run.Reasons(CacheKeyGenerator.ModelStep).Should().OnlyContain(static r => r == IncrementalStepRunReason.Cached || r == IncrementalStepRunReason.Unchanged);
        run.OutputReasons().Should().OnlyContain(static r => r == IncrementalStepRunReason.Cached);
    }

    [Fact]
    public void Run_EditOfTheKey_WritesItAnew()
    {
        var run = new GeneratorRun(Key);
        string before = run.Result.GeneratedSources[0].SourceText.ToString();

        run.Replace(0, Key.Replace("a:{Id}", "b:{Id}"));

        run.Reasons(CacheKeyGenerator.ModelStep).Should().Equal(IncrementalStepRunReason.Modified);
        run.Result.GeneratedSources[0].SourceText.ToString().Should().NotBe(before).And.Contain("\"b:{Id}\"");
    }
}
