namespace ConsultCluster.Testing.Hub;

/// <summary>Stands for the notice of that name, which carries nothing.</summary>
public sealed class OfferAgain
{
    private OfferAgain()
    {
    }

    /// <summary>The one.</summary>
    public static OfferAgain Instance { get; } = new();
}
