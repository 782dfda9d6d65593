namespace ConsultCluster.Media.Forwarding;

/// <summary>A packet that came since the last flush.</summary>
internal readonly record struct PendingPacket(Track Track, long Sequence);
