namespace ConsultCluster.Testing.Media;

/// <summary>Takes one packet that a terminal received in a slot.</summary>
/// <param name="payload">RTP payload; of a retransmission the original one. Valid during the call only.</param>
public delegate void PeerPacketHandler(PeerSlot slot, ReadOnlySpan<byte> payload);
