namespace ConsultCluster.Testing.Hub;

/// <summary>Stands for the notice of that name, which carries nothing.</summary>
public sealed class StandbyWanted
{
    private StandbyWanted()
    {
    }

    /// <summary>The one.</summary>
    public static StandbyWanted Instance { get; } = new();
}
