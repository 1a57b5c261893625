using System.Net;
using System.Reflection;
using System.Text;
using CodeGen.Host.Tests.Support;
using CodeGen.SampleData;

namespace CodeGen.Host.Tests;

public sealed class SampleDocumentsTests(TestHost host) : IClassFixture<TestHost>
{
    public static TheoryData<string> Files => [.. Samples.All];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Generate_SampleDocument_GivesCodeThatCompiles(string file)
    {
        using HttpResponseMessage response = await host.Http.GenerateSampleAsync(file);

        string code = await response.Content.ReadAsStringAsync();
        response.StatusCode.Should().Be(HttpStatusCode.OK, code);
        response.Content.Headers.ContentType!.ToString().Should().Be("text/plain; charset=utf-8");
        Compiled.Assembly(code).GetTypes().Should().Contain(type => type.Namespace == "Acme.Generated");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Generate_SecondTime_IsAHitWithTheSameBytes(string file)
    {
        using HttpResponseMessage first = await host.Http.GenerateSampleAsync(file, project: "twice");
        using HttpResponseMessage second = await host.Http.GenerateSampleAsync(file, project: "twice");

        first.Outcome().Should().Be("miss");
        second.Outcome().Should().Be("hit-l1");
        second.ContentHash().Should().Be(first.ContentHash());
        (await second.Content.ReadAsByteArrayAsync()).Should().Equal(await first.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Generate_OpenApiAndSchemaInOneProcess_NeitherSpoilsTheOther()
    {
        // The two generators share a static cache of templates; whichever ran first used to empty the other's files.
        string[] order = ["petstore.json", "order.schema.json", "petstore.json", "order.schema.json"];
        for (int i = 0; i < order.Length; i++)
        {
            using HttpResponseMessage response = await host.Http.GenerateSampleAsync(order[i], project: $"mixed{i}");
            (await response.Content.ReadAsStringAsync()).Should().Contain(order[i] == "petstore.json" ? "class PetsClient" : "class PurchaseOrder");
        }
    }

    [Fact]
    public async Task Generate_Billing_ReadsTheRightVariantOfAPolymorphicType()
    {
        using HttpResponseMessage response = await host.Http.GenerateSampleAsync("billing.yaml", project: "polymorphic");
        Assembly assembly = Compiled.Assembly(await response.Content.ReadAsStringAsync());
        Type paymentMethod = assembly.GetType("Acme.Generated.PaymentMethod", throwOnError: true)!;

        object? read = System.Text.Json.JsonSerializer.Deserialize("""{"kind":"wallet","id":"pm_1","provider":"P"}""", paymentMethod);

        read!.GetType().Name.Should().Be("Wallet");
    }

    [Fact]
    public void CloudInventory_Written_IsTheFileInTheRepository()
    {
        byte[] file = Samples.Read("cloud-inventory.json");

        file.Length.Should().BeGreaterThan(500_000);
        Encoding.UTF8.GetString(file).Should().Be(CloudInventory.Write());
    }
}
