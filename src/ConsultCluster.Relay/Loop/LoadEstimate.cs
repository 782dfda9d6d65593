namespace ConsultCluster.Relay.Loop;

/// <summary>
/// Estimates a thread's load and capacity from the processor time it used and the packets it sent in each window. Has
/// no clock. One thread adds; other threads may read, and may see numbers of two adjacent windows.
/// </summary>
/// <remarks>
/// The estimate is conservative. An idle relay sends packets one by one, with a wake-up and a system call for each; a
/// busy one sends several at once. So the cost per packet falls as traffic grows, and the true capacity exceeds the
/// published one until the share approaches 1.
/// </remarks>
internal sealed class LoadEstimate
{
    /// <summary>With fewer packets a window measures timers, not packets: one audio stream is 50 packets/s.</summary>
    private const long MinPackets = 50;

    /// <summary>An idle loop uses less than this: 0.2 ms per second.</summary>
    private const double MinShare = 0.0002;

    private const double MicrosecondsPerSecond = 1e6;

    /// <summary>Time constant of the average: smooths out a keyframe or handshake, follows a change of load.</summary>
    private static readonly TimeSpan _memory = TimeSpan.FromSeconds(10);

    private double _recentSeconds;
    private double _recentPackets;
    private double _packetsPerSecond;
    private double _share;
    private double _costPerPacket;

    /// <summary>Packets sent per second, in the last window.</summary>
    public double PacketsPerSecond => Volatile.Read(ref _packetsPerSecond);

    /// <summary>Share of its available processor time that the thread used in the last window, 0 to 1.</summary>
    public double Share => Volatile.Read(ref _share);

    /// <summary>Processor time per packet sent, in microseconds, over the last windows with traffic; 0 before the first.</summary>
    public double CostPerPacket => Volatile.Read(ref _costPerPacket);

    /// <summary>Packets/s that a thread with a whole core could send at that cost; 0 until known.</summary>
    public double Capacity => CostPerPacket is > 0 and var cost ? MicrosecondsPerSecond / cost : 0;

    /// <summary>Adds a window.</summary>
    /// <param name="length">More than zero.</param>
    /// <param name="used">In the window.</param>
    /// <param name="packets">Sent in the window.</param>
    public void Add(TimeSpan length, ThreadTimes used, long packets)
    {
        var available = length - used.Waited;
        var share = available > used.Run ? used.Run / available : 1;
        Volatile.Write(ref _packetsPerSecond, packets / length.TotalSeconds);
        Volatile.Write(ref _share, share < MinShare ? 0 : share);

        // Two sums with the same decay, rather than a mean of quotients, so every packet weighs the same in a full or
        // nearly empty window. They decay during a pause as well, so traffic after the pause counts most.
        var kept = Math.Exp(-(length / _memory));
        _recentSeconds *= kept;
        _recentPackets *= kept;
        if (packets < MinPackets)
        {
            return;
        }

        _recentSeconds += used.Run.TotalSeconds;
        _recentPackets += packets;
        Volatile.Write(ref _costPerPacket, _recentSeconds / _recentPackets * MicrosecondsPerSecond);
    }
}
