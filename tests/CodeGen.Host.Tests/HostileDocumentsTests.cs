using System.Net;
using System.Net.Sockets;
using System.Text;
using CodeGen.Host.Tests.Support;

namespace CodeGen.Host.Tests;

public sealed class HostileDocumentsTests(TestHost host) : IClassFixture<TestHost>
{
    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"openapi":"3.0.3","info":{"title":"t","ver""")]
    [InlineData("""{"openapi":"3.0.3",} """)]
    [InlineData("""{"type":"object"} {"type":"object"}""")]
    [InlineData("""{"type":"object","type":"string"}""")]
    [InlineData("""{"openapi":true}""")]
    [InlineData("""{"openapi":"3.0.3","paths":"none"}""")]
    [InlineData("""{"openapi":"3.0.3","info":[],"paths":{"/a":{"get":[]}}}""")]
    [InlineData("""{"type":"object","properties":{"a":7}}""")]
    public async Task Generate_BrokenJson_IsAProblemOrCode(string body)
    {
        using HttpResponseMessage response = await host.Http.GenerateAsync(body);

        if (response.StatusCode != HttpStatusCode.OK)
        {
            await response.ProblemAsync(400);
        }
    }

    [Fact]
    public async Task Generate_TruncatedSample_TellsTheLine()
    {
        byte[] whole = Samples.Read("petstore.json");

        using HttpResponseMessage response = await host.Http.GenerateAsync(whole[..(whole.Length / 2)], "application/json");

        (await response.ProblemAsync(400)).Should().MatchRegex("\"place\":\"line [0-9]+, byte [0-9]+\"");
    }

    [Fact]
    public async Task Generate_InvalidUtf8_IsAProblem()
    {
        using HttpResponseMessage response = await host.Http.GenerateAsync([(byte)'{', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)':', (byte)'1', (byte)'}'], "application/json");

        await response.ProblemAsync(400);
    }

    [Fact]
    public async Task Generate_HalfASurrogatePair_IsAProblem()
    {
        using HttpResponseMessage response = await host.Http.GenerateAsync("""{"type":"object","title":"\ud800"}""");

        await response.ProblemAsync(400);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Generate_NineMegabytes_AreRefused(bool lengthKnown)
    {
        using HttpContent content = lengthKnown ? new ByteArrayContent(new byte[9 << 20]) : new StreamContent(new UnseekableZeros(9 << 20));
        content.Headers.ContentType = new("application/json");
        using HttpResponseMessage response = await host.Http.PostAsync("/generate?project=p&file=f", content);

        await response.ProblemAsync(413);
    }

    [Theory]
    [InlineData("application/json", "{\"a\":", 200)]
    [InlineData("application/json", "[", 100_000)]
    [InlineData("application/yaml", "[", 100_000)]
    [InlineData("application/yaml", "{a: ", 20_000)]
    [InlineData("application/yaml", "- ", 20_000)]
    public async Task Generate_DeepNesting_IsRefused(string contentType, string opening, int times)
    {
        using HttpResponseMessage response = await host.Http.GenerateAsync(string.Concat(Enumerable.Repeat(opening, times)), contentType);

        await response.ProblemAsync(400);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{port}/secret.json")]
    [InlineData("http://127.0.0.1:{port}/secret.json#/definitions/A")]
    [InlineData("//127.0.0.1:{port}/secret.json")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("../../appsettings.json")]
    [InlineData("other.json#/components/schemas/A")]
    public async Task Generate_ReferenceThatLeavesTheDocument_IsRefusedAndNeverFollowed(string target)
    {
        using var trap = new TcpListener(IPAddress.Loopback, 0);
        trap.Start();
        target = target.Replace("{port}", ((IPEndPoint)trap.LocalEndpoint).Port.ToString(), StringComparison.Ordinal);
        string[] documents =
        [
            OpenApi(""" "A":{"type":"object","properties":{"a":{"$ref":"TARGET"}}} """),
            OpenApi(""" "A":{"type":"object","properties":{"a":{"\u0024ref":"TARGET"}}} """),
            OpenApi(""" "A":{"type":"object","discriminator":{"propertyName":"k","mapping":{"x":"TARGET"}},"properties":{"k":{"type":"string"}}} """),
            """{"openapi":"3.0.3","info":{"title":"t","version":"1"},"paths":{"/a":{"$ref":"TARGET"}}}""",
            """{"type":"object","properties":{"a":{"$ref":"TARGET"}}}""",
            """{"$ref":"TARGET"}""",
        ];

        foreach (string document in documents)
        {
            using HttpResponseMessage response = await host.Http.GenerateAsync(document.Replace("TARGET", target, StringComparison.Ordinal));
            (await response.ProblemAsync(400)).Should().Contain("leaves the document");
        }

        using HttpResponseMessage yaml = await host.Http.GenerateAsync($"type: object\nproperties:\n  a:\n    $ref: '{target}'\n", "application/yaml");
        await yaml.ProblemAsync(400);
        trap.Pending().Should().BeFalse("nothing may have called");
    }

    [Theory]
    [InlineData("#/components/schemas/Missing")]
    [InlineData("#anchor")]
    [InlineData("#/components/schemas/A/properties/99")]
    public async Task Generate_ReferenceToNothing_TellsThePlace(string target)
    {
        using HttpResponseMessage response = await host.Http.GenerateAsync(
            OpenApi(""" "A":{"type":"object","properties":{"a":{"$ref":"TARGET"}}} """).Replace("TARGET", target, StringComparison.Ordinal));

        (await response.ProblemAsync(400)).Should().Contain("#/components/schemas/A/properties/a/$ref");
    }

    [Theory]
    [InlineData(""" "A":{"type":"object","allOf":[{"$ref":"#/components/schemas/A"}]} """)]
    [InlineData(""" "A":{"allOf":[{"$ref":"#/components/schemas/B"}]},"B":{"allOf":[{"$ref":"#/components/schemas/A"},{"type":"object"}]} """)]
    [InlineData(""" "A":{"oneOf":[{"$ref":"#/components/schemas/B"}]},"B":{"allOf":[{"$ref":"#/components/schemas/A"},{"type":"object"}]} """)]
    [InlineData(""" "A":{"allOf":[{"allOf":[{"$ref":"#/components/schemas/A"}]}]} """)]
    [InlineData(""" "A":{"$ref":"#/components/schemas/A"} """)]
    [InlineData(""" "A":{"$ref":"#/components/schemas/B"},"B":{"$ref":"#/components/schemas/A"} """)]
    public async Task Generate_SchemaThatIsItsOwnBase_IsRefused(string schemas)
    {
        using HttpResponseMessage response = await host.Http.GenerateAsync(OpenApi(schemas));

        (await response.ProblemAsync(400)).Should().Contain("its own base").And.Contain("#/components/schemas/");
    }

    [Fact]
    public async Task Generate_LongChainOfBases_IsRefused()
    {
        var schemas = new StringBuilder();
        for (int i = 0; i < 50_000; i++)
        {
            schemas.Append($"\"A{i}\":{{\"$ref\":\"#/components/schemas/A{i + 1}\"}},");
        }

        using HttpResponseMessage response = await host.Http.GenerateAsync(OpenApi($"{schemas}\"A50000\":{{}}"));

        (await response.ProblemAsync(400)).Should().Contain("chain");
    }

    [Fact]
    public async Task Generate_RecursionThroughProperties_IsOrdinary()
    {
        using HttpResponseMessage response = await host.Http.GenerateAsync(OpenApi("""
            "Node":{"type":"object","properties":{"parent":{"$ref":"#/components/schemas/Node"},"children":{"type":"array","items":{"$ref":"#/components/schemas/Node"}}}}
            """));

        string code = await response.Content.ReadAsStringAsync();
        response.StatusCode.Should().Be(HttpStatusCode.OK, code);
        Compiled.Assembly(code);
    }

    [Fact]
    public async Task Generate_YamlBomb_IsRefused()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++)
        {
            bomb.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n");
        }

        using HttpResponseMessage response = await host.Http.GenerateAsync(bomb.ToString(), "application/yaml");

        (await response.ProblemAsync(400)).Should().Contain("alias").And.Contain("line 2");
    }

    [Theory]
    [InlineData("a: [1, 2")]
    [InlineData("a: 1\na: 2")]
    [InlineData("a: 1\n---\nb: 2")]
    [InlineData("a: !!binary aGk=")]
    [InlineData("type: !System.Diagnostics.Process {}")]
    [InlineData("? [a, b]\n: c")]
    [InlineData("- a\n- b")]
    [InlineData("just text")]
    [InlineData("a: 'never closed")]
    [InlineData("\t- a")]
    public async Task Generate_BrokenYaml_IsAProblem(string body)
    {
        using HttpResponseMessage response = await host.Http.GenerateAsync(body, "application/yaml");

        await response.ProblemAsync(400);
    }

    [Theory]
    [InlineData("application/xml")]
    [InlineData("multipart/form-data")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    public async Task Generate_OtherContentType_IsRefused(string contentType)
    {
        using HttpResponseMessage response = await host.Http.GenerateAsync("""{"type":"object"}""", contentType);

        await response.ProblemAsync(415);
    }

    [Theory]
    [InlineData("""{"hello":"world"}""", "", 415)]
    [InlineData("""{"type":"object"}""", "&kind=openapi", 400)]
    [InlineData("""{"openapi":"3.0.3","info":{"title":"t","version":"1"},"paths":{}}""", "&kind=jsonschema", 400)]
    [InlineData("""{"type":"object"}""", "&kind=protobuf", 400)]
    public async Task Generate_UnknownKind_IsRefused(string body, string query, int status)
    {
        using HttpResponseMessage response = await host.Http.GenerateAsync(body, query: query);

        (await response.ProblemAsync(status)).Should().Contain("kind");
    }

    [Theory]
    [InlineData("Acme; public class X { }")]
    [InlineData("Acme.")]
    [InlineData("1Acme")]
    [InlineData("Acme.class")]
    [InlineData("Acme\n{")]
    public async Task Generate_NamespaceThatIsNone_IsRefused(string @namespace)
    {
        using HttpResponseMessage response = await host.Http.GenerateAsync("""{"type":"object"}""", query: $"&namespace={Uri.EscapeDataString(@namespace)}");

        (await response.ProblemAsync(400)).Should().Contain("query: namespace");
    }

    [Theory]
    [InlineData("/generate?file=f")]
    [InlineData("/generate?project=p")]
    [InlineData("/generate?project=p%0Aq&file=f")]
    public async Task Generate_NameMissingOrUnfit_IsRefused(string address)
    {
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await host.Http.PostAsync(address, content);

        await response.ProblemAsync(400);
    }

    private static string OpenApi(string schemas) =>
        """{"openapi":"3.0.3","info":{"title":"t","version":"1"},"paths":{},"components":{"schemas":{""" + schemas + "}}}";

    private sealed class UnseekableZeros(int length) : Stream
    {
        private int _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = Math.Min(count, _left);
            buffer.AsSpan(offset, read).Clear();
            _left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
