namespace ConsultCluster.Media.Forwarding;

/// <summary>A packet received since the last flush.</summary>
internal struct PendingPacket
{
    public Track Track;
    public long Sequence;

    /// <summary>The packet in the history; valid during a flush.</summary>
    public PacketRecord Record;
}
