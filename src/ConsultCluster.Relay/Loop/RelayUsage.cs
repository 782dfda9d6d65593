namespace ConsultCluster.Relay.Loop;

/// <summary>Resources that the relay's thread has used since its start, and its traffic.</summary>
/// <param name="Cpu">Processor time of the thread, kernel included.</param>
/// <param name="AllocatedBytes">Managed memory allocated on the thread.</param>
/// <param name="AllocatedByPackets">Part of it allocated while receiving, forwarding and sending.</param>
/// <param name="DatagramsIn">Datagrams received.</param>
/// <param name="DatagramsOut">Datagrams sent.</param>
/// <param name="RtpOut">RTP packets sent, retransmissions included.</param>
/// <param name="SendCalls">System calls that send.</param>
/// <param name="Messages">Messages in these calls: one datagram, or a run of datagrams with UDP_SEGMENT.</param>
/// <param name="Dropped">Datagrams that the kernel did not accept.</param>
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
    /// <summary>Sum over two threads.</summary>
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

    /// <summary>Difference to an earlier reading.</summary>
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
