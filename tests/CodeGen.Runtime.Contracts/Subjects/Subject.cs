using Microsoft.Extensions.DependencyInjection;

namespace CodeGen.Runtime.Contracts;

/// <summary>A library under comparison, set up as its documentation tells.</summary>
internal abstract class Subject
{
    /// <summary>As the matrix names it.</summary>
    public abstract string Name { get; }

    /// <summary>Its version.</summary>
    public abstract string Version { get; }

    /// <summary>Whether its nodes share what they hold by a server.</summary>
    public virtual bool SharesByServer => true;

    /// <summary>Registers everything that it offers for a node.</summary>
    /// <param name="services">The node's services.</param>
    /// <param name="connection">The server, or <see langword="null"/> for a node on its own.</param>
    /// <param name="settings">What the case wants.</param>
    public abstract void Register(IServiceCollection services, string? connection, NodeSettings settings);

    /// <summary>Its cache behind the face that the invalidation contract speaks to.</summary>
    public virtual CacheNode CreateNode(IServiceProvider services, NodeSettings settings) => throw new NotOfferedException("no hybrid cache");

    /// <summary>Throws <see cref="NotOfferedException"/> for a setting that it lacks.</summary>
    public virtual void CheckOffers(NodeSettings settings)
    {
    }

    protected static string VersionOf(Type type)
    {
        string version = System.Diagnostics.FileVersionInfo.GetVersionInfo(type.Assembly.Location).ProductVersion!;
        return version.Split('+')[0];
    }
}
