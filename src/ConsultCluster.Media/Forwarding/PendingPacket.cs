namespace ConsultCluster.Media.Forwarding;

/// <summary>A packet that came since the last flush.</summary>
internal struct PendingPacket
{
    public Track Track;
    public long Sequence;

    /// <summary>As the history has it; valid while a flush goes on.</summary>
    public PacketRecord Record;
}
