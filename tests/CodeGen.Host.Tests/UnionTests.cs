using System.Reflection;
using System.Text.Json;
using CodeGen.Host.Tests.Support;

namespace CodeGen.Host.Tests;

public sealed class UnionTests(TestHost host) : IClassFixture<TestHost>
{
    private const string Holder = """ "Holder":{"type":"object","properties":{"price":{"$ref":"#/components/schemas/Price"}}}""";

    private const string Plain = """ "Flat":{"type":"object","properties":{"m":{"type":"string"}}},"Tiered":{"type":"object","properties":{"n":{"type":"string"}}}""";

    [Theory]
    [InlineData(""" {"oneOf":[{"$ref":"#/components/schemas/Flat"},{"$ref":"#/components/schemas/Tiered"}]} """)]
    [InlineData(""" {"type":"object","oneOf":[{"$ref":"#/components/schemas/Flat"},{"$ref":"#/components/schemas/Tiered"}]} """)]
    [InlineData(""" {"oneOf":[{"$ref":"#/components/schemas/Flat"},{"$ref":"#/components/schemas/Tiered"}],"discriminator":{"propertyName":"m"}} """)]
    [InlineData(""" {"oneOf":[{"$ref":"#/components/schemas/Flat"},{"type":"object","properties":{"z":{"type":"string"}}}]} """)]
    public async Task Generate_NamedUnion_KeepsWhateverComes(string price)
    {
        Assembly assembly = await CompileAsync($"{Holder},{Plain},\"Price\":{price}");
        Type holder = assembly.GetType("Generated.Holder", throwOnError: true)!;

        string again = JsonSerializer.Serialize(JsonSerializer.Deserialize("""{"price":{"m":"x","n":"y"}}""", holder), holder);

        again.Should().Contain("\"m\":\"x\"").And.Contain("\"n\":\"y\"");
    }

    [Fact]
    public async Task Generate_BaseAndVariantsNameEachOther_InheritAndRead()
    {
        Assembly assembly = await CompileAsync($$"""
            {{Holder}},
            "Price":{"type":"object","required":["kind"],"oneOf":[{"$ref":"#/components/schemas/Flat"},{"$ref":"#/components/schemas/Tiered"}],
              "discriminator":{"propertyName":"kind","mapping":{"flat":"Flat","tiered":"Tiered"} },"properties":{"kind":{"type":"string"} } },
            "Flat":{"allOf":[{"$ref":"#/components/schemas/Price"},{"type":"object","properties":{"m":{"type":"string"} } }]},
            "Tiered":{"allOf":[{"$ref":"#/components/schemas/Price"},{"type":"object","properties":{"n":{"type":"string"} } }]}
            """);
        Type price = assembly.GetType("Generated.Price", throwOnError: true)!;

        JsonSerializer.Deserialize("""{"kind":"tiered","n":"y"}""", price)!.GetType().Name.Should().Be("Tiered");
    }

    private async Task<Assembly> CompileAsync(string schemas)
    {
        string document = """{"openapi":"3.0.3","info":{"title":"t","version":"1"},"paths":{},"components":{"schemas":{""" + schemas + "}}}";
        using HttpResponseMessage response = await host.Http.GenerateAsync(document);
        string code = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.Should().BeTrue(code);
        return Compiled.Assembly(code);
    }
}
