using FluentAssertions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

public sealed class MachineOptionsTests
{
    private const string Machines = "CodeGenRuntime:Costs:Recommendations:Machines:o";
    private const string Pools = "CodeGenRuntime:Costs:Recommendations:Pools:p";

    public static TheoryData<Action<CostRecommendationOptions>, string> Wrong => new()
    {
        { o => o.Machines["o"].Kind = null, $"{Machines}:Kind is missing; write Spot or Reserved or Instance or Region." },
        { o => o.Machines["o"].PricePerHour = null, $"{Machines}:PricePerHour is missing; write what*" },
        { o => o.Machines["o"].PricePerHour = -1, $"{Machines}:PricePerHour is -1; it must be between 0 and 1000000." },
        { o => o.Machines["o"].Evidence = " ", $"{Machines}:Evidence is missing; write where*" },
        { o => o.Machines["o"].Speed = 0, $"{Machines}:Speed is 0; it must be between 0.01 and 100." },
        { o => o.Machines["o"].Speed = 1.0000001m, $"{Machines}:Speed is 1.0000001; write at most 6 decimals." },
        { o => o.Machines["o"].Currency = "dollars", $"{Machines}:Currency is 'dollars'; write an ISO 4217 code*" },
        { o => o.Machines["o"].Where["colour"] = "red", $"{Machines}:Where has 'colour', which is no dimension*" },
        { o => o.Machines["o"].UnitsPerMachine = 0, $"{Machines}:UnitsPerMachine is 0; it must be between 1 and 1024." },
        { o => o.Machines["o"].Meter = MeterNames.BusyHours, $"{Machines}:Meter is 'compute.busy-hours'; write the meter that machines are paid by*" },
        { o => o.Machines["o"].InterruptionsPerHour = 1, $"{Machines}:InterruptionsPerHour is given, and the offer is Instance; leave it out*" },
        { o => o.Machines["o"].TransferPerHour = 1, $"{Machines}:TransferPerHour is 1, and the offer is Instance; leave it out*" },
        { o => o.Machines["o"].Machines = 3, $"{Machines}:Machines is 3, and the offer is Instance; leave it out*" },
        { o => o.Machines["o"].Kind = MachineOfferKind.Spot, $"{Machines}:InterruptionsPerHour is missing; write how often*" },
        { o => (o.Machines["o"].Kind, o.Machines["o"].Speed) = (MachineOfferKind.Reserved, 2), $"{Machines}:Speed is 2; reserved machines are those of now*" },
        { o => o.Pools["p"].TargetUtilization = 1.2m, $"{Pools}:TargetUtilization is 1.2; it must be between 0.01 and 1." },
        { o => o.Pools["p"].MinimumMachines = -1, $"{Pools}:MinimumMachines is -1; it must be between 0 and 100000." },
        { o => o.Pools["p"].MergeWith.Add("q"), $"{Pools}:MergeWith:0 is 'q'; write the name of another pool*" },
        { o => o.Pools["p"].MergeWith.Add("p"), $"{Pools}:MergeWith:0 is 'p'; write the name of another pool*" },
        { o => o.Pools["p"].Split["s"] = new MachineSplitOptions { Offer = "o" }, $"{Pools}:Split:s:Where is empty; write which work*" },
        { o => o.Pools["p"].Split["s"] = new MachineSplitOptions { Offer = "none", Where = { ["tag.task"] = "x" } }, $"{Pools}:Split:s:Offer is 'none'; write the name of an offer*" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Options_Wrong_AreRefusedWithPathValueAndRemedy(Action<CostRecommendationOptions> change, string message)
    {
        var options = new CostRecommendationOptions();
        options.Machines["o"] = new MachineOfferOptions { Kind = MachineOfferKind.Instance, PricePerHour = 1, Evidence = "list" };
        options.Pools["p"] = new MachinePoolOptions();
        new CostRecommendationOptionsValidator().Validate(null, options).Succeeded.Should().BeTrue();

        change(options);

        new CostRecommendationOptionsValidator().Validate(null, options).Failures.Should().ContainMatch(message);
    }

    [Fact]
    public void Options_OfAConfiguration_AreBound()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Recommendations:Machines:spot-a:Kind"] = "Spot",
            ["Recommendations:Machines:spot-a:Where:tag.pool"] = "gpu",
            ["Recommendations:Machines:spot-a:Meter"] = "compute.gpu-hours",
            ["Recommendations:Machines:spot-a:UnitsPerMachine"] = "8",
            ["Recommendations:Machines:spot-a:PricePerHour"] = "1.25",
            ["Recommendations:Machines:spot-a:InterruptionsPerHour"] = "0.05",
            ["Recommendations:Machines:spot-a:LostPerInterruption"] = "00:20:00",
            ["Recommendations:Machines:spot-a:Evidence"] = "list",
            ["Recommendations:Pools:web:TargetUtilization"] = "0.6",
            ["Recommendations:Pools:web:MergeWith:0"] = "jobs",
            ["Recommendations:Pools:web:Split:lint:Offer"] = "spot-a",
            ["Recommendations:Pools:web:Split:lint:Where:tag.task"] = "lint",
            ["Recommendations:Pools:jobs:MinimumMachines"] = "2",
        }).Build();
        var services = new ServiceCollection();
        services.AddCostMetering(configuration);
        using ServiceProvider provider = services.BuildServiceProvider();

        CostRecommendationOptions options = provider.GetRequiredService<IOptions<CostRecommendationOptions>>().Value;

        options.Machines["spot-a"].Should().BeEquivalentTo(new
        {
            Kind = MachineOfferKind.Spot, Meter = "compute.gpu-hours", UnitsPerMachine = 8, PricePerHour = 1.25m, InterruptionsPerHour = 0.05m, LostPerInterruption = TimeSpan.FromMinutes(20), Evidence = "list",
        });
        options.Machines["spot-a"].Where.Should().Contain("tag.pool", "gpu");
        (options.Pools["web"].TargetUtilization, options.Pools["jobs"].MinimumMachines, options.Pools["web"].MergeWith.Single()).Should().Be((0.6m, 2, "jobs"));
        options.Pools["web"].Split["lint"].Should().BeEquivalentTo(new { Offer = "spot-a", Where = new Dictionary<string, string> { ["tag.task"] = "lint" } });
    }
}
