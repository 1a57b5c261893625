using System.Diagnostics.CodeAnalysis;

namespace CodeGen.Runtime.Contracts;

/// <summary>Runs a case with a subject, each in a rig of its own.</summary>
internal static class CaseRunner
{
    /// <summary>A case that takes longer has failed: something waits for ever.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [SuppressMessage("Design", "CA1031", Justification = "Whatever a subject throws is the result.")]
    public static async Task<CaseResult> RunAsync(ContractCase contractCase, Subject subject)
    {
        var rig = new Rig(subject);
        try
        {
            await ((Task)contractCase.Method.Invoke(null, [rig])!).WaitAsync(Limit);
            return new CaseResult(Verdict.Passed, "", null);
        }
        catch (NotOfferedException missing)
        {
            return new CaseResult(Verdict.NotOffered, missing.Message, null);
        }
        catch (Exception exception)
        {
            return new CaseResult(Verdict.Failed, FirstLine(exception), exception);
        }
        finally
        {
            await DisposeAsync(rig);
        }
    }

    private static string FirstLine(Exception exception)
    {
        string text = (exception is System.Reflection.TargetInvocationException { InnerException: { } inner } ? inner : exception).Message;
        int end = text.IndexOfAny(['\r', '\n']);
        return end < 0 ? text : text[..end];
    }

    [SuppressMessage("Design", "CA1031", Justification = "How a subject ends belongs to no case.")]
    private static async Task DisposeAsync(Rig rig)
    {
        try
        {
            await rig.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine($"{rig.Subject.Name} did not end cleanly: {exception.Message}");
        }
    }
}
