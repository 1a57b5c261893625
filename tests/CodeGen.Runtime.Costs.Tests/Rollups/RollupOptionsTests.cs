using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

public class RollupOptionsTests
{
    [Fact]
    public void Validate_Defaults_AreFine() => Validate(new CostMeteringOptions()).Succeeded.Should().BeTrue();

    [Fact]
    public void Validate_EachWrongValue_IsNamedWithPathAndRemedy()
    {
        Failure(static o => o.RollupPath = " ").Should().Contain("CodeGenRuntime:Costs:RollupPath").And.Contain("name of a file");
        Failure(static o => o.RollupPath = Path.GetTempPath()).Should().Contain("CodeGenRuntime:Costs:RollupPath");
        Failure(static o => o.RollupInterval = TimeSpan.Zero).Should().Contain("CodeGenRuntime:Costs:RollupInterval is 00:00:00").And.Contain("00:01:00");
        Failure(static o => o.MaxRollupLag = TimeSpan.FromSeconds(9)).Should().Contain("CodeGenRuntime:Costs:MaxRollupLag is 00:00:09").And.Contain("00:00:10");
        Failure(static o => o.KeepMinutes = TimeSpan.FromMinutes(59)).Should().Contain("CodeGenRuntime:Costs:KeepMinutes");
        Failure(static o => o.KeepHours = TimeSpan.FromDays(401)).Should().Contain("CodeGenRuntime:Costs:KeepHours").And.Contain("longer than CodeGenRuntime:Costs:KeepDays");
        Failure(static o => o.KeepMinutes = TimeSpan.FromDays(63)).Should().Contain("longer than CodeGenRuntime:Costs:KeepHours");
        Failure(static o => o.KeepDays = TimeSpan.FromDays(30)).Should().Contain("CodeGenRuntime:Costs:KeepDays");
    }

    [Fact]
    public async Task Service_LedgerThatIsNotKept_IsNotOpened()
    {
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddCostMetering();
        await using ServiceProvider provider = services.BuildServiceProvider();
        RollupService service = provider.GetServices<IHostedService>().OfType<RollupService>().Single();

        await service.StartAsync(default);
        await service.StopAsync(default);

        provider.GetRequiredService<LedgerStore>().IsOpen.Should().BeFalse();
    }

    [Fact]
    public void RollupPath_OfItsOwn_IsUsed()
    {
        string path = Path.Combine(Path.GetTempPath(), $"codegen-rollups-{Guid.NewGuid():N}", "sums.db");
        using (var host = new MeteredHost(options: o => o.RollupPath = path))
        {
            host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
            host.RollUp();

            RollupRows.Of(path, RollupLevel.Month).Should().ContainSingle();
            File.Exists(Path.Combine(host.Path, "rollups.db")).Should().BeFalse();
        }

        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    private static string Failure(Action<CostMeteringOptions> change)
    {
        var options = new CostMeteringOptions();
        change(options);
        return Validate(options).FailureMessage!;
    }

    private static ValidateOptionsResult Validate(CostMeteringOptions options) => new CostMeteringOptionsValidator().Validate(null, options);
}
