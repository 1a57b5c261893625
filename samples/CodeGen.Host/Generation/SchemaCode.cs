using NJsonSchema;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;
using NSwag.CodeGeneration.OperationNameGenerators;

namespace CodeGen.Host.Generation;

/// <summary>Calls NSwag and NJsonSchema with the settings of this service: System.Text.Json, nullable reference types, an injected HttpClient.</summary>
internal static class SchemaCode
{
    /// <summary>Raised when the settings below change, so that code made with the old ones is not served any more.</summary>
    public const int SettingsRevision = 1;

    /// <summary>The versions of both generators and of the settings.</summary>
    public static string Version { get; } = $"{OpenApiDocument.ToolchainVersion}; {JsonSchema.ToolchainVersion}; settings {SettingsRevision}";

    public static string FromOpenApi(string json, string @namespace)
    {
        OpenApiDocument document = OpenApiDocument.FromJsonAsync(json, null!, SchemaType.OpenApi3, NoExternalReferences.Of, CancellationToken.None).GetAwaiter().GetResult();
        var settings = new CSharpClientGeneratorSettings
        {
            ClassName = "{controller}Client",
            OperationNameGenerator = new MultipleClientsFromFirstTagAndOperationIdGenerator(),
            InjectHttpClient = true,
            DisposeHttpClient = false,
            GenerateClientInterfaces = true,
            GenerateOptionalParameters = true,
        };
        Apply(settings.CSharpGeneratorSettings, @namespace);
        return new CSharpClientGenerator(document, settings).GenerateFile();
    }

    public static string FromJsonSchema(string json, string @namespace, string rootTypeName)
    {
        JsonSchema schema = JsonSchema.FromJsonAsync(json, null!, NoExternalReferences.Of, CancellationToken.None).GetAwaiter().GetResult();
        var settings = new CSharpGeneratorSettings();
        Apply(settings, @namespace);
        return SchemaFile.Write(@namespace, new CSharpGenerator(schema, settings).GenerateTypes(schema, rootTypeName));
    }

    private static void Apply(CSharpGeneratorSettings settings, string @namespace)
    {
        settings.Namespace = @namespace;
        settings.JsonLibrary = CSharpJsonLibrary.SystemTextJson;
        settings.JsonPolymorphicSerializationStyle = CSharpJsonPolymorphicSerializationStyle.SystemTextJson;
        settings.ClassStyle = CSharpClassStyle.Poco;
        settings.GenerateNullableReferenceTypes = true;
        settings.GenerateOptionalPropertiesAsNullable = true;
    }
}
