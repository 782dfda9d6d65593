using System.Collections.Concurrent;

namespace ConsultCluster.Benchmarks.Soak.Record;

/// <summary>What the servers said is done. Any thread.</summary>
internal sealed class Acknowledged
{
    public ConcurrentQueue<AcknowledgedMessage> Messages { get; } = [];

    /// <summary>Tokens that were issued, by consultation.</summary>
    public ConcurrentQueue<(string Group, string Token)> Issued { get; } = [];

    /// <summary>Tokens that were revoked, by consultation.</summary>
    public ConcurrentQueue<(string Group, string Token)> Revoked { get; } = [];

    /// <summary>Consultations that were asked for.</summary>
    public ConcurrentQueue<string> Opened { get; } = [];

    /// <summary>Consultations that were closed.</summary>
    public ConcurrentQueue<string> Closed { get; } = [];
}
