using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

public sealed class CostEfficiencyTests : IDisposable
{
    private static readonly DateTimeOffset s_yesterday = MeteredHost.Began.AddDays(-1);

    private readonly AnalyzedHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task EfficiencyAsync_HalfTheHoursWithWork_IsHalfIdle()
    {
        _host.Run(MeterNames.GpuHours, TimeSpan.FromHours(10), TimeSpan.FromHours(5), s_yesterday, "gpu-1");

        CostEfficiency efficiency = await _host.Analysis.EfficiencyAsync();

        MachineUse gpu = efficiency.Resources.Should().ContainSingle().Subject;
        gpu.Should().Be(new MachineUse("gpu-1", 10, 10, 5, AnalyzedHost.Usd(20), AnalyzedHost.Usd(20), AnalyzedHost.Usd(10)));
        (gpu.Utilization, gpu.IdleShare, gpu.ObservedShare).Should().Be((0.5, 0.5, 1));
        efficiency.Machines.Should().Be(gpu with { Name = null });
    }

    [Fact]
    public async Task EfficiencyAsync_NobodyWatched_IsNotObservedAndNotIdle()
    {
        _host.Run(MeterNames.GpuHours, TimeSpan.FromHours(10), null, s_yesterday, "gpu-1");

        MachineUse gpu = (await _host.Analysis.EfficiencyAsync()).Resources.Single();

        (gpu.Utilization, gpu.IdleShare, gpu.ObservedShare).Should().Be((null, null, 0));
        (gpu.IdleCost, gpu.NotObservedCost).Should().Be((AnalyzedHost.Usd(0), AnalyzedHost.Usd(20)));
    }

    [Fact]
    public async Task EfficiencyAsync_WatchedOnOneOfTwoDays_IsOfThatDay()
    {
        _host.Run(MeterNames.GpuHours, TimeSpan.FromHours(24), null, s_yesterday, "gpu-1");
        _host.Run(MeterNames.GpuHours, TimeSpan.FromHours(8), TimeSpan.FromHours(6), MeteredHost.Began, "gpu-1");

        MachineUse gpu = (await _host.Analysis.EfficiencyAsync()).Resources.Single();

        gpu.Should().Be(new MachineUse("gpu-1", 32, 8, 6, AnalyzedHost.Usd(64), AnalyzedHost.Usd(16), AnalyzedHost.Usd(4)));
        gpu.Utilization.Should().Be(0.75);
    }

    [Fact]
    public async Task EfficiencyAsync_WatchedAndNoWork_IsAllIdle()
    {
        _host.Run(MeterNames.CpuHours, TimeSpan.FromHours(10), TimeSpan.Zero, s_yesterday, "vm-1");

        (await _host.Analysis.EfficiencyAsync()).Resources.Single().Should().BeEquivalentTo(new { Utilization = 0.0, IdleShare = 1.0, IdleCost = AnalyzedHost.Usd(1) });
    }

    [Fact]
    public async Task EfficiencyAsync_MoreWorkThanPaidHours_IsNeverMoreThanAll()
    {
        _host.Run(MeterNames.CpuHours, TimeSpan.FromHours(10), TimeSpan.FromHours(12), s_yesterday, "vm-1");
        _host.Run("compute.seconds", TimeSpan.FromHours(1), TimeSpan.FromMinutes(15), s_yesterday, "vm-2");
        _host.Metered.Tracker.TrackBusy(TimeSpan.FromHours(3), "laptop", AnalyzedHost.Terms(s_yesterday, null));

        CostEfficiency efficiency = await _host.Analysis.EfficiencyAsync();

        efficiency.Resources.Select(static use => (use.Name, use.Utilization)).Should().Equal(("vm-2", 0.25), ("vm-1", 1));
        efficiency.Machines.Utilization.Should().BeApproximately(10.25 / 11, 1e-9);
    }

    [Fact]
    public async Task EfficiencyAsync_SeveralMetersOfOneMachine_CountItsHoursOnce()
    {
        _host.Run(MeterNames.GpuHours, TimeSpan.FromHours(10), TimeSpan.FromHours(4), s_yesterday, "gpu-1");
        _host.Run(MeterNames.CpuHours, TimeSpan.FromHours(80), null, s_yesterday, "gpu-1");

        // 8 cores at 0.1 and a GPU at 2: the GPU's hours are those of the machine, and all of it is idle with it.
        (await _host.Analysis.EfficiencyAsync()).Resources.Single().Should().Be(new MachineUse("gpu-1", 10, 10, 4, AnalyzedHost.Usd(28), AnalyzedHost.Usd(28), AnalyzedHost.Usd(16.8m)));
    }

    [Fact]
    public async Task EfficiencyAsync_TwoServicesOnAMachine_HaveTheirPartOfItsIdleHours()
    {
        _host.Run(MeterNames.GpuHours, TimeSpan.FromHours(6), TimeSpan.FromHours(4), s_yesterday, "gpu-1", "coder");
        _host.Run(MeterNames.GpuHours, TimeSpan.FromHours(2), null, s_yesterday, "gpu-1", "reviewer");
        _host.Run(MeterNames.GpuHours, TimeSpan.FromHours(1), null, s_yesterday, "gpu-2", "reviewer");

        CostEfficiency efficiency = await _host.Analysis.EfficiencyAsync();

        efficiency.Services.Should().Equal(
            new MachineUse("coder", 6, 6, 3, AnalyzedHost.Usd(12), AnalyzedHost.Usd(12), AnalyzedHost.Usd(6)),
            new MachineUse("reviewer", 3, 2, 1, AnalyzedHost.Usd(6), AnalyzedHost.Usd(4), AnalyzedHost.Usd(2)));
        efficiency.Machines.IdleCost.Should().Be(AnalyzedHost.Usd(8));
    }

    [Fact]
    public async Task EfficiencyAsync_AnotherServicePaysTheOtherMeter_HasItsIdleCostAsWell()
    {
        _host.Run(MeterNames.GpuHours, TimeSpan.FromHours(10), TimeSpan.FromHours(4), s_yesterday, "gpu-1", "coder");
        _host.Run(MeterNames.CpuHours, TimeSpan.FromHours(80), null, s_yesterday, "gpu-1", "platform");

        CostEfficiency efficiency = await _host.Analysis.EfficiencyAsync();

        efficiency.Services.Should().ContainSingle(static use => use.Name == "platform").Which.Should().Be(
            new MachineUse("platform", 0, 0, 0, AnalyzedHost.Usd(8), AnalyzedHost.Usd(8), AnalyzedHost.Usd(4.8m)), "the machine was watched, and all that is paid for it was idle with it");
    }

    [Fact]
    public async Task EfficiencyAsync_Caches_AreTheirShares()
    {
        _host.Call("small", s_yesterday, input: 1_000_000, output: 0);
        _host.Call("small", s_yesterday, input: 1_000_000, output: 500_000, cacheRead: 500_000);
        _host.Metered.Tracker.TrackSaving(CostUse.Model(new ServedModel("small"), new ModelUsage { InputTokens = 850_000 }), AnalyzedHost.Terms(s_yesterday, null));
        _host.Metered.Tracker.Track(CostUse.Meter(CostCategory.Compute, "nobody-knows", 3), AnalyzedHost.Terms(s_yesterday, null));

        CostEfficiency efficiency = await _host.Analysis.EfficiencyAsync();

        // 1 + 0.5 + 0.05 + 1 are spent.
        efficiency.Savings.Should().Equal(AnalyzedHost.Usd(0.85m));
        efficiency.SavedShare.Should().BeApproximately(0.25, 1e-9);
        efficiency.ProviderCacheShare.Should().Be(0.25);
        efficiency.UnpricedShare.Should().BeApproximately(1.0 / 3, 1e-9);
    }

    [Fact]
    public async Task EfficiencyAsync_NothingBooked_SaysNothing()
    {
        CostEfficiency efficiency = await _host.Analysis.EfficiencyAsync();

        efficiency.Should().BeEquivalentTo(new { SavedShare = (double?)null, ProviderCacheShare = (double?)null, UnpricedShare = (double?)null });
        efficiency.Machines.Utilization.Should().BeNull();
        efficiency.Resources.Should().BeEmpty();
    }
}
