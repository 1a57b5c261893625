using CodeGen.Runtime.Conformance.Focus;

namespace CodeGen.Runtime.Conformance.Tests.Focus;

/// <summary>The verb takes a file and rules by place or by name, and fails for what is broken.</summary>
public sealed class FocusVerbTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task Run_AGoodFile_EndsWithZero() => (await RunAsync(SmallFile.Text(""), _path)).Should().Be(0);

    [Fact]
    public async Task Run_RulesGiven_JudgesByThem()
    {
        string rules = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(rules, """{"ModelRules":{}}""");
            (await RunAsync(SmallFile.Text("BilledCost="), _path, rules)).Should().Be(0);
            (await RunAsync(SmallFile.Text("BilledCost="), "--file", _path)).Should().Be(1);
        }
        finally
        {
            File.Delete(rules);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,b\r\n1\r\n")]
    public async Task Run_NoFocusFile_Fails(string text) => (await RunAsync(text, _path)).Should().Be(1);

    [Fact]
    public Task Run_NoSuchFile_SaysWhich() =>
        FluentActions.Awaiting(() => RunAsync("", "no-such-file.csv")).Should().ThrowAsync<UsageException>().WithMessage("'no-such-file.csv' cannot be read*");

    private async Task<int> RunAsync(string text, params string[] words)
    {
        await File.WriteAllTextAsync(_path, text);
        var report = new Report();
        await FocusVerb.Verb.Run(Arguments.Parse(words, FocusVerb.Verb.Options), report);
        return report.End();
    }
}
