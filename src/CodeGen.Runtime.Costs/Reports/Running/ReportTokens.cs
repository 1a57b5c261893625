namespace CodeGen.Runtime.Costs;

/// <summary>Which kinds of tokens are of the answer.</summary>
internal static class ReportTokens
{
    private static readonly string[] s_output =
        [.. Enumerable.Range(0, TokenKinds.Count).Select(static kind => (TokenKind)kind).Where(static kind => kind >= TokenKind.Output).Select(TokenKinds.Name)];

    public static bool IsOutput(string line) => Array.IndexOf(s_output, line) >= 0;
}
