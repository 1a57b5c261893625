namespace CodeGen.Runtime.Costs;

/// <summary>How a node's records name a budget: as the shared store does, and by its currency.</summary>
internal static class SharedKey
{
    private const int MostOfName = 512;

    public static int MostBytes(BudgetScope scope) => MostOf(scope.SharedName) + 3;

    public static int MostOf(string name) => JournalValues.MostOfNumber + (3 * name.Length);

    public static void Write(ref PayloadWriter writer, BudgetScope scope)
    {
        writer.Text(scope.SharedName);
        writer.Currency(scope.Definition.Limit.Currency);
    }

    /// <summary>The budget; one that this process does not have gets a definition that refuses nothing. Nothing where the bytes make no sense.</summary>
    public static BudgetScope? Read(ref JournalReader reader, SharedScopes scopes)
    {
        string name = ReadName(ref reader);
        Currency currency = reader.Currency();
        return reader.IsDamaged ? null : scopes.Find(name, currency).Scope;
    }

    public static string ReadName(ref JournalReader reader)
    {
        string name = reader.Text(MostOfName);
        if (name.Length == 0)
        {
            reader.Damage();
        }

        return name;
    }
}
