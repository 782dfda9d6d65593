using ConsultCluster.Domain;

namespace ConsultCluster.Engine.Relays;

/// <summary>The relays this engine can give orders to.</summary>
public interface IRelays
{
    /// <summary>All of them, alive.</summary>
    IReadOnlyList<IRelay> All { get; }

    /// <summary>One of them; null when it is gone.</summary>
    IRelay? Find(RelayId relay);
}
