using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// Finds the serializer of a type: the host's own when one is registered, then the built-in ones (<see cref="string"/>, byte arrays, memory), then
/// what the host's factories make, then JSON. Each is looked up once. Safe for concurrent use.
/// </summary>
internal sealed class CacheSerializers
{
    /// <summary>How deep JSON may nest unless the host's context says otherwise.</summary>
    public const int DefaultMaxDepth = 64;

    private static readonly StringCacheSerializer Strings = new();
    private static readonly ByteArrayCacheSerializer ByteArrays = new();
    private static readonly MemoryCacheSerializer Memories = new();

    private readonly ConcurrentDictionary<Type, object> _found = new();
    private readonly IServiceProvider? _services;
    private readonly CacheInstance _instance;
    private readonly JsonSerializerOptions? _json;
    private readonly bool _resolverGiven;

    /// <summary>Sets up the look-up.</summary>
    /// <param name="resolver">
    /// Where JSON contracts come from. Of a <see cref="JsonSerializerContext"/> the options (naming, converters, depth) are kept, too. When
    /// <see langword="null"/>, reflection is used where the runtime has it switched on.
    /// </param>
    /// <param name="services">Where the host's own serializers are registered, as <see cref="ICacheSerializer{T}"/>.</param>
    /// <param name="instance">Whose serializers they are; the unnamed cache's unless said otherwise.</param>
    public CacheSerializers(IJsonTypeInfoResolver? resolver = null, IServiceProvider? services = null, CacheInstance? instance = null)
        : this(resolver ?? (JsonSerializer.IsReflectionEnabledByDefault ? CreateReflectionResolver() : null), services, instance, resolver is not null)
    {
    }

    private CacheSerializers(IJsonTypeInfoResolver? resolver, IServiceProvider? services, CacheInstance? instance, bool resolverGiven)
    {
        _services = services;
        _instance = instance ?? CacheInstance.Unnamed;
        _resolverGiven = resolverGiven;
        _json = resolver is null ? null : CreateOptions(resolver);
    }

    /// <summary>What the look-up is where reflection is switched off and no context was given: no JSON at all.</summary>
    public static CacheSerializers WithoutJson(IServiceProvider? services = null) => new(resolver: null, services, instance: null, resolverGiven: false);

    /// <summary>Finds the serializer of <typeparamref name="T"/>.</summary>
    /// <exception cref="InvalidOperationException">The type has none: the message names it and says what to do.</exception>
    public ICacheSerializer<T> Get<T>() =>
        _found.TryGetValue(typeof(T), out var known) ? (ICacheSerializer<T>)known : (ICacheSerializer<T>)_found.GetOrAdd(typeof(T), Find<T>());

    /// <summary>Makes known how the bytes of values of a type are kept, where callers get a copy each.</summary>
    public void KnowSerialized<T>()
    {
        if (!_found.ContainsKey(typeof(SerializedValue<T>)))
        {
            _found.TryAdd(typeof(SerializedValue<T>), new SerializedValueSerializer<T>(Get<T>()));
        }
    }

    private ICacheSerializer<T> Find<T>()
    {
        if (_services is not null && _instance.Find<ICacheSerializer<T>>(_services) is { } registered)
        {
            return registered;
        }

        // The framework's serializers are what all caches of a host share, as the framework has no notion of whose they are.
        if (_services?.GetService(typeof(IHybridCacheSerializer<T>)) is IHybridCacheSerializer<T> hybrid)
        {
            return new HybridSerializerAdapter<T>(hybrid);
        }

        return Strings as ICacheSerializer<T> ?? ByteArrays as ICacheSerializer<T> ?? Memories as ICacheSerializer<T> ?? (ICacheSerializer<T>?)FindMade<T>() ?? FindJson<T>();
    }

    /// <summary>What the host's factories make; the one registered last is asked first.</summary>
    private HybridSerializerAdapter<T>? FindMade<T>()
    {
        foreach (IHybridCacheSerializerFactory factory in _services?.GetServices<IHybridCacheSerializerFactory>().Reverse() ?? [])
        {
            if (factory.TryCreateSerializer(out IHybridCacheSerializer<T>? made))
            {
                return new HybridSerializerAdapter<T>(made);
            }
        }

        return null;
    }

    private JsonCacheSerializer<T> FindJson<T>()
    {
        if (_json is null)
        {
            throw new InvalidOperationException(
                $"The cache has no serializer for '{typeof(T)}': reflection-based JSON is switched off in this application and no source-generated context was given. "
                + $"Declare a JsonSerializerContext with [JsonSerializable(typeof({typeof(T).Name}))] and pass it with UseJson(MyContext.Default), or register an ICacheSerializer<{typeof(T).Name}>.");
        }

        return _json.TryGetTypeInfo(typeof(T), out var info)
            ? new JsonCacheSerializer<T>((JsonTypeInfo<T>)info)
            : throw new InvalidOperationException(
                $"The cache has no serializer for '{typeof(T)}': the {(_resolverGiven ? "JSON context given with UseJson" : "runtime's JSON resolver")} does not know the type. "
                + $"Add [JsonSerializable(typeof({typeof(T).Name}))] to the context passed with UseJson(MyContext.Default), or register an ICacheSerializer<{typeof(T).Name}>.");
    }

    private static JsonSerializerOptions CreateOptions(IJsonTypeInfoResolver resolver)
    {
        // The non-escaping encoder is set on the writer. Long texts go beside the JSON, unless the host has a form of its own for texts.
        var options = resolver is JsonSerializerContext context ? new JsonSerializerOptions(context.Options) : new JsonSerializerOptions();
        bool textsAreTheirs = options.Converters.Any(static converter => converter.CanConvert(typeof(string)));
        options.TypeInfoResolver = textsAreTheirs ? resolver : resolver.WithAddedModifier(LongTextConverter.Use);
        options.WriteIndented = false;
        if (options.MaxDepth == 0)
        {
            options.MaxDepth = DefaultMaxDepth;
        }

        options.MakeReadOnly();
        return options;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Reached only where the application has left reflection-based JSON switched on.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Reached only where the application has left reflection-based JSON switched on.")]
    private static DefaultJsonTypeInfoResolver CreateReflectionResolver() => new();
}
