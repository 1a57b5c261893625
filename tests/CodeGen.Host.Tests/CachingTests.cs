using System.Net;
using System.Text.Json;
using CodeGen.Host.Tests.Support;

namespace CodeGen.Host.Tests;

public sealed class CachingTests(TestHost host) : IClassFixture<TestHost>
{
    [Fact]
    public async Task Invalidate_File_ForgetsThatFileOnly()
    {
        await WarmAsync("byFile", "petstore.json", "order.schema.json");

        await host.Http.InvalidateAsync(new { project = "byFile", file = "petstore.json" });

        (await OutcomeAsync("byFile", "petstore.json")).Should().Be("miss");
        (await OutcomeAsync("byFile", "order.schema.json")).Should().Be("hit-l1");
    }

    [Fact]
    public async Task Invalidate_Project_ForgetsItsFilesAndNoOthers()
    {
        await WarmAsync("byProject", "petstore.json", "order.schema.json");
        await WarmAsync("byProject2", "petstore.json");

        await host.Http.InvalidateAsync(new { project = "byProject" });

        (await OutcomeAsync("byProject", "petstore.json")).Should().Be("miss");
        (await OutcomeAsync("byProject", "order.schema.json")).Should().Be("miss");
        (await OutcomeAsync("byProject2", "petstore.json")).Should().Be("hit-l1");
    }

    [Fact]
    public async Task Invalidate_Tag_ForgetsWhatCarriesIt()
    {
        using HttpResponseMessage tagged = await host.Http.GenerateSampleAsync("petstore.json", "byTag", "Tag.One");
        using HttpResponseMessage other = await host.Http.GenerateSampleAsync("petstore.json", "byTag", "Tag.Two");

        await host.Http.InvalidateAsync(new { tag = "namespace:Tag.One" });

        using HttpResponseMessage taggedAgain = await host.Http.GenerateSampleAsync("petstore.json", "byTag", "Tag.One");
        using HttpResponseMessage otherAgain = await host.Http.GenerateSampleAsync("petstore.json", "byTag", "Tag.Two");
        taggedAgain.Outcome().Should().Be("miss");
        otherAgain.Outcome().Should().Be("hit-l1");
    }

    [Fact]
    public async Task Invalidate_Pattern_ForgetsTheFileInEveryProject()
    {
        await WarmAsync("pattern1", "order.schema.json", "petstore.json");
        await WarmAsync("pattern2", "order.schema.json");

        await host.Http.InvalidateAsync(new { pattern = "code_gen:pattern*:order.schema.json:*" });

        (await OutcomeAsync("pattern1", "order.schema.json")).Should().Be("miss");
        (await OutcomeAsync("pattern2", "order.schema.json")).Should().Be("miss");
        (await OutcomeAsync("pattern1", "petstore.json")).Should().Be("hit-l1");
    }

    [Fact]
    public async Task Generate_NamesWithColons_DoNotCollide()
    {
        byte[] schema = """{"type":"object","title":"Thing","properties":{"a":{"type":"string"}}}"""u8.ToArray();
        using HttpResponseMessage one = await host.Http.GenerateAsync(schema, "application/json", project: "a:b", file: "c");
        using HttpResponseMessage two = await host.Http.GenerateAsync(schema, "application/json", project: "a", file: "b:c");

        one.Outcome().Should().Be("miss");
        two.Outcome().Should().Be("miss");
    }

    [Theory]
    [InlineData("&namespace=Other")]
    [InlineData("&kind=jsonschema")]
    public async Task Generate_OtherRequirement_HasAnotherHash(string query)
    {
        const string Schema = """{"type":"object","title":"Thing","properties":{"a":{"type":"string"}}}""";
        using HttpResponseMessage one = await host.Http.GenerateAsync(Schema);
        using HttpResponseMessage two = await host.Http.GenerateAsync(Schema, query: query);

        two.ContentHash().Should().NotBe(one.ContentHash());
    }

    [Fact]
    public async Task Generate_ManyCallersAtOnce_OneMissAndOneAnswer()
    {
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => host.Http.GenerateSampleAsync("billing.yaml", "stampede")));

        answers.Count(static answer => answer.Outcome() == "miss").Should().Be(1);
        answers.Should().OnlyContain(static answer => answer.StatusCode == HttpStatusCode.OK);
        string[] codes = await Task.WhenAll(answers.Select(static answer => answer.Content.ReadAsStringAsync()));
        codes.Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task Explain_KnownEntry_IsJsonThatNamesTheKey()
    {
        using HttpResponseMessage made = await host.Http.GenerateSampleAsync("petstore.json", "explained");

        string explanation = await host.Http.GetStringAsync($"/explain?project=explained&file=petstore.json&hash={made.ContentHash()}");

        using JsonDocument document = JsonDocument.Parse(explanation);
        document.RootElement.ToString().Should().Contain(made.ContentHash());
    }

    [Theory]
    [InlineData("/explain?project=p&file=f")]
    [InlineData("/explain?project=p&file=f&hash=ABC")]
    [InlineData("/explain?project=p&hash=0")]
    public async Task Explain_BadParameter_IsAProblem(string address)
    {
        using HttpResponseMessage response = await host.Http.GetAsync(address);

        await response.ProblemAsync(400);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("""{"project":"p","tag":"t"}""")]
    [InlineData("""{"file":"f"}""")]
    [InlineData("""{"tag":""}""")]
    [InlineData("""{"project":""}""")]
    [InlineData("""{"everything":true}""")]
    [InlineData("{\"project\":\"p\"")]
    public async Task Invalidate_UnclearBody_IsAProblem(string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await host.Http.PostAsync("/invalidate", content);

        await response.ProblemAsync(400);
    }

    [Fact]
    public async Task Invalidate_NotDeclaredAsJson_IsRefused()
    {
        using var content = new StringContent("""{"project":"p"}""");
        using HttpResponseMessage response = await host.Http.PostAsync("/invalidate", content);

        await response.ProblemAsync(415);
    }

    private async Task WarmAsync(string project, params string[] files)
    {
        foreach (string file in files)
        {
            (await OutcomeAsync(project, file)).Should().Be("miss");
        }
    }

    private async Task<string> OutcomeAsync(string project, string file)
    {
        using HttpResponseMessage response = await host.Http.GenerateSampleAsync(file, project);
        return response.Outcome();
    }
}
