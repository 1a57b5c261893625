using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Price;

/// <summary>Prices the requests of a case file and compares to the last digit.</summary>
internal static class PriceVerb
{
    public static Verb Verb { get; } = new(
        "price",
        "prices the requests of a case file and compares exactly",
        [
            new("cases", "CASES", null, "the file of cases", Positional: true),
            new("catalogue", "CATALOGUE", "", "a price file in place of the embedded catalogue", Positional: true),
        ],
        Run);

    private static Task Run(Arguments arguments, Report report)
    {
        string catalogue = arguments.Text("catalogue");
        try
        {
            var book = new PriceBook(new()
            {
                HostPath = catalogue.Length == 0 ? null : catalogue,
                UseCatalogue = catalogue.Length == 0,
                UnknownModels = UnknownModelPolicy.Reject,
            });
            foreach (PriceCase one in PriceCase.Read(arguments.Text("cases")))
            {
                string got = one.Run(book, out bool holds);
                report.Check(holds, one.Id, one.Expected, got);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PriceListException or System.Text.Json.JsonException)
        {
            throw new UsageException(e.Message);
        }

        return Task.CompletedTask;
    }
}
