namespace ConsultCluster.Relay.Loop;

/// <summary>What the relay's thread has used and done since its start.</summary>
/// <param name="Cpu">Processor time of the thread, kernel included.</param>
/// <param name="AllocatedBytes">Managed memory allocated on the thread, by everything.</param>
/// <param name="AllocatedByPackets">Of that, allocated while datagrams were received, forwarded and sent.</param>
/// <param name="DatagramsIn">Datagrams received.</param>
/// <param name="DatagramsOut">Datagrams sent.</param>
/// <param name="RtpOut">RTP packets sent, retransmissions included.</param>
/// <param name="SendCalls">System calls that sent.</param>
/// <param name="Messages">Messages in these calls: a datagram, or a run of them under UDP_SEGMENT.</param>
/// <param name="Dropped">Datagrams the kernel did not take.</param>
public readonly record struct RelayUsage(
    TimeSpan Cpu,
    long AllocatedBytes,
    long AllocatedByPackets,
    long DatagramsIn,
    long DatagramsOut,
    long RtpOut,
    long SendCalls,
    long Messages,
    long Dropped)
{
    /// <summary>What both threads have used and done.</summary>
    public RelayUsage Plus(in RelayUsage other) => new(
        Cpu + other.Cpu,
        AllocatedBytes + other.AllocatedBytes,
        AllocatedByPackets + other.AllocatedByPackets,
        DatagramsIn + other.DatagramsIn,
        DatagramsOut + other.DatagramsOut,
        RtpOut + other.RtpOut,
        SendCalls + other.SendCalls,
        Messages + other.Messages,
        Dropped + other.Dropped);

    /// <summary>What was used and done since an earlier reading.</summary>
    public RelayUsage Minus(in RelayUsage earlier) => new(
        Cpu - earlier.Cpu,
        AllocatedBytes - earlier.AllocatedBytes,
        AllocatedByPackets - earlier.AllocatedByPackets,
        DatagramsIn - earlier.DatagramsIn,
        DatagramsOut - earlier.DatagramsOut,
        RtpOut - earlier.RtpOut,
        SendCalls - earlier.SendCalls,
        Messages - earlier.Messages,
        Dropped - earlier.Dropped);
}
