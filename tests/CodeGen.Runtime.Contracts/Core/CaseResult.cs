namespace CodeGen.Runtime.Contracts;

/// <summary>What came of a case with one subject.</summary>
internal sealed record CaseResult(Verdict Verdict, string Reason, Exception? Exception);
