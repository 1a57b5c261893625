using CodeGen.Host.Costs;
using CodeGen.Host.Hosting;
using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Costs;
using Microsoft.Extensions.Options;

namespace CodeGen.Host.Generation;

/// <summary>Generated code, from the cache where it is there and from the generator where it is not.</summary>
internal sealed class GenerationService
{
    private readonly ICodeGenerator _generator;
    private readonly GenerationMeter _meter;
    private readonly CacheRegion<GenerationKey, string> _region;

    public GenerationService(ITieredCache cache, ICodeGenerator generator, GenerationMeter meter, IOptions<CodeGenOptions> options)
    {
        _generator = generator;
        _meter = meter;
        TimeSpan timeToLive = options.Value.TimeToLive;
        _region = cache.Region<GenerationKey, string>(region => region.TimeToLive = timeToLive);
    }

    public async ValueTask<GenerationResult> GenerateAsync(GenerationRequest request, CancellationToken cancellationToken)
    {
        string hash = RequirementHash.Compute(request, _generator);
        var key = new GenerationKey(request.Project, request.File, hash);
        CacheResult<string> cached = await _region.TryGetAsync(key, cancellationToken);
        if (cached is { HasValue: true, Value: { } known })
        {
            return new GenerationResult(known, hash, cached.Tier == CacheTier.Local ? CacheOutcome.LocalHit : CacheOutcome.SharedHit);
        }

        var call = new Call(_generator, _meter, request, CostContext.Current);
        string code = await _region.GetOrCreateAsync(key, call, static (call, _, context, ct) => call.MakeAsync(context, ct), cancellationToken);
        return new GenerationResult(code, hash, call.Made ? CacheOutcome.Miss : CacheOutcome.Joined);
    }

    public ValueTask InvalidateAsync(CacheScope scope, CancellationToken cancellationToken) => _region.InvalidateAsync(scope, cancellationToken);

    public ValueTask<CacheExplanation> ExplainAsync(GenerationKey key, CancellationToken cancellationToken) => _region.ExplainAsync(key, cancellationToken);

    /// <summary>One caller's part in a flight: it knows whether its own factory ran, or somebody else's answer came, and on whose behalf it ran.</summary>
    private sealed class Call(ICodeGenerator generator, GenerationMeter meter, GenerationRequest request, CostAttribution attribution)
    {
        private volatile bool _made;

        public bool Made => _made;

        public async ValueTask<string> MakeAsync(CacheEntryContext context, CancellationToken cancellationToken)
        {
            _made = true;
            string code = await MeterAsync(context, cancellationToken);
            context.Tags.Add($"generator:{generator.Name}");
            context.Tags.Add($"namespace:{request.Namespace}");
            return code;
        }

        private async Task<string> MeterAsync(CacheEntryContext context, CancellationToken cancellationToken)
        {
            await using MeteredCall metered = await meter.BeginAsync(generator.Ceiling(request), attribution, cancellationToken);
            try
            {
                string code = await generator.GenerateAsync(request, metered, cancellationToken);
                context.Cost = metered.Cost;
                return code;
            }
            catch (ProblemException problem) when (problem.IsFree)
            {
                await metered.FreeAsync();
                throw;
            }
        }
    }
}
