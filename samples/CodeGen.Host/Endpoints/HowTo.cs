using CodeGen.Host.Generation;

namespace CodeGen.Host.Endpoints;

/// <summary><c>GET /</c>: how to use the service, as plain text.</summary>
internal static class HowTo
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/", (HttpRequest request, ICodeGenerator generator) => Results.Text(Text($"{request.Scheme}://{request.Host}", generator.Name), "text/plain; charset=utf-8"));

    /// <summary>The commands to try, with the service's real address and, where the sample data is at hand, its real place.</summary>
    public static string Text(string address, string generator)
    {
        string data = SampleData.Find() ?? "samples/data";
        return $$"""
            OpenAPI or JSON Schema in, C# out. Generator: {{generator}}.

            Generate, and again to see X-Cache turn from miss to hit-l1:
              curl -si '{{address}}/generate?project=p42&file=petstore.json&namespace=Acme.Petstore' -H 'Content-Type: application/json' --data-binary '@{{data}}/petstore.json'
              curl -si '{{address}}/generate?project=p42&file=billing.yaml&namespace=Acme.Billing' -H 'Content-Type: application/yaml' --data-binary '@{{data}}/billing.yaml'
              curl -si '{{address}}/generate?project=p42&file=order.schema.json&namespace=Acme.Orders&kind=jsonschema' -H 'Content-Type: application/json' --data-binary '@{{data}}/order.schema.json'
              curl -si '{{address}}/generate?project=p42&file=cloud-inventory.json&namespace=Acme.Cloud' -H 'Content-Type: application/json' --data-binary '@{{data}}/cloud-inventory.json'

            Forget a project, a file of it, a tag, a pattern:
              curl -s '{{address}}/invalidate' -H 'Content-Type: application/json' -d '{"project":"p42"}'
              curl -s '{{address}}/invalidate' -H 'Content-Type: application/json' -d '{"project":"p42","file":"petstore.json"}'
              curl -s '{{address}}/invalidate' -H 'Content-Type: application/json' -d '{"tag":"namespace:Acme.Petstore"}'
              curl -s '{{address}}/invalidate' -H 'Content-Type: application/json' -d '{"pattern":"code_gen:*:petstore.json:*"}'

            What it has cost and saved, and how the budgets stand (-H 'X-User: …' on /generate says whose it is):
              curl -s '{{address}}/costs'
              curl -s '{{address}}/costs?period=2026-03&groupBy=project,model'
              curl -s '{{address}}/costs?groupBy=day,project&format=csv'

            Where costs are going: the month's end, trend, unit costs, idle machines, anomalies, when budgets run out:
              curl -s '{{address}}/analysis'
              curl -s '{{address}}/analysis?project=p42&days=60&groupBy=model'

            What would have cost less otherwise, with what it rests on, and what came of what was followed:
              curl -s '{{address}}/recommendations'

            Ask why an entry is or is not served (the hash is the X-Content-Hash of an answer), and how the service is:
              curl -s '{{address}}/explain?project=p42&file=petstore.json&hash=…'
              curl -s '{{address}}/health'

            """;
    }
}
