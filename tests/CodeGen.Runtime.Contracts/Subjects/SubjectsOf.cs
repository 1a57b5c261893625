namespace CodeGen.Runtime.Contracts;

/// <summary>Who is compared in which contract. Ours is first.</summary>
internal static class SubjectsOf
{
    public const string Hybrid = "Hybrid";
    public const string Distributed = "Distributed";
    public const string Invalidation = "Invalidation";

    public static readonly IReadOnlyList<string> Contracts = [Hybrid, Distributed, Invalidation];

    public static Subject Ours { get; } = new OurSubject();

    public static IReadOnlyList<Subject> Of(string contract) => contract == Distributed
        ? [Ours, new RedisCacheSubject(), new MemoryDistributedSubject()]
        : [Ours, new MicrosoftSubject(), new FusionSubject()];
}
