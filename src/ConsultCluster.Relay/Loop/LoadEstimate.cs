namespace ConsultCluster.Relay.Loop;

/// <summary>
/// Turns what a thread used and sent, window by window, into how full it is and how much it could do. Knows no clock. One
/// thread adds; others may read, and may see numbers of two neighbouring windows.
/// </summary>
/// <remarks>
/// The estimate is conservative. A quiet relay sends packets one by one and pays a wake-up and a system call for each; a busy
/// one finds several waiting and sends them together. So the cost per packet falls as traffic grows, and the true capacity is
/// above the published one until the share is near 1, where both agree.
/// </remarks>
internal sealed class LoadEstimate
{
    /// <summary>A window with fewer packets says more about timers than about packets: one voice is 50 packets/s.</summary>
    private const long MinPackets = 50;

    /// <summary>Less of a thread's time, 0.2 ms in a second, is what an idle loop needs to look around.</summary>
    private const double MinShare = 0.0002;

    private const double MicrosecondsPerSecond = 1e6;

    /// <summary>Time in which the past loses its weight to 1/e: rides over one keyframe or handshake, follows a change of load.</summary>
    private static readonly TimeSpan _memory = TimeSpan.FromSeconds(10);

    private double _recentSeconds;
    private double _recentPackets;
    private double _packetsPerSecond;
    private double _share;
    private double _costPerPacket;

    /// <summary>Packets sent per second, in the last window.</summary>
    public double PacketsPerSecond => Volatile.Read(ref _packetsPerSecond);

    /// <summary>Share of the time that the thread could have had which it used in the last window, 0 to 1.</summary>
    public double Share => Volatile.Read(ref _share);

    /// <summary>Processor time per packet sent, in microseconds, over the last windows with traffic; 0 before the first.</summary>
    public double CostPerPacket => Volatile.Read(ref _costPerPacket);

    /// <summary>Packets that a thread with a processor of its own could send per second at that cost; 0 until it is known.</summary>
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

        // Two sums that fade alike, not a mean of quotients: each packet weighs the same, in a full window or a nearly empty one.
        // They fade in a pause as well, so that what comes after it counts most.
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
