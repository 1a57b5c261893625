using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;

namespace CodeGen.Runtime.Contracts;

/// <summary>Microsoft's distributed cache in memory, which shares nothing between nodes.</summary>
internal sealed class MemoryDistributedSubject : Subject
{
    public override string Name => "MemoryDistributedCache";

    public override string Version => VersionOf(typeof(MemoryDistributedCache));

    public override bool SharesByServer => false;

    public override void Register(IServiceCollection services, string? connection, NodeSettings settings) => services.AddDistributedMemoryCache();
}
