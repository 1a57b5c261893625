namespace CodeGen.Host.Model;

/// <summary>Failures of the model as problems. What the server wrote is never repeated: servers like to quote the key they refuse.</summary>
internal static class ModelProblem
{
    public static ProblemException Bad(string detail, string remedy, int? retryAfterSeconds = null, bool isFree = false) =>
        new(StatusCodes.Status502BadGateway, "The model did not answer", detail, "configuration: CodeGen:Model", remedy) { RetryAfterSeconds = retryAfterSeconds, IsFree = isFree };

    public static ProblemException TimedOut(TimeSpan timeout) =>
        new(StatusCodes.Status504GatewayTimeout, "The model did not answer", $"The model did not answer within {timeout.TotalSeconds:0.###} s.",
            "configuration: CodeGen:Model:Timeout", "Try again, split the document, or raise the limit.");

    public static ProblemException FromStatus(int status, int? retryAfterSeconds)
    {
        string remedy = status switch
        {
            401 or 403 => "Check CodeGen:Model:ApiKey.",
            404 => "Check CodeGen:Model:Endpoint and CodeGen:Model:Name.",
            413 => "Split the document: it is larger than the model takes.",
            429 => "Wait and try again, or raise the limit at the model's provider.",
            >= 500 => "Try again later; the fault is the model server's.",
            _ => "Check CodeGen:Model:Endpoint, and that the server speaks /v1/chat/completions.",
        };
        return Bad($"The model's server answered with status {status}.", remedy, retryAfterSeconds, isFree: true);
    }
}
