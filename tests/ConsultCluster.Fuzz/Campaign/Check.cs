namespace ConsultCluster.Fuzz.Campaign;

/// <summary>What must hold for every input; a violation counts as a crash.</summary>
internal static class Check
{
    public static void That(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException(what);
        }
    }
}
