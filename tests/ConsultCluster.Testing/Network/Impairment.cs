namespace ConsultCluster.Testing.Network;

/// <summary>What a path does to datagrams.</summary>
/// <param name="Delay">Each datagram's.</param>
/// <param name="Jitter">Further delay, even between 0 and this; reorders when it is longer than the gaps.</param>
/// <param name="LossPercent">0 to 100, independent of each other.</param>
/// <param name="DuplicatePercent">0 to 100.</param>
/// <param name="ReorderPercent">Datagrams that are held back by <see cref="ReorderDelay"/>.</param>
/// <param name="ReorderDelay">How long those are held back.</param>
/// <param name="BitsPerSecond">Rate of the path; 0 is unlimited.</param>
/// <param name="QueueBytes">What waits for a limited path; more is dropped.</param>
public sealed record Impairment(
    TimeSpan Delay = default,
    TimeSpan Jitter = default,
    double LossPercent = 0,
    double DuplicatePercent = 0,
    double ReorderPercent = 0,
    TimeSpan ReorderDelay = default,
    long BitsPerSecond = 0,
    int QueueBytes = 64 * 1024)
{
    public static Impairment None { get; } = new();
}
