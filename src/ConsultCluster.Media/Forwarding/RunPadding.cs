namespace ConsultCluster.Media.Forwarding;

/// <summary>
/// Pads consecutive packets of one track that differ by a few bytes to the same length (RTP padding, RFC 3550 §5.1):
/// datagrams of equal size to one address are sent as one message. Encoders split a frame into packets that differ by a
/// byte or two.
/// </summary>
internal static class RunPadding
{
    /// <summary>Pads packets that were never sent.</summary>
    public static void Apply(Span<PendingPacket> pending)
    {
        for (var start = 0; start < pending.Length;)
        {
            var end = FindEnd(pending, start, out var longest);

            // The last datagram of a run may be shorter: padding it is useless unless another one follows.
            var isFollowed = end < pending.Length && pending[end].Track == pending[start].Track && LengthOf(pending[end]) < longest;
            foreach (ref var packet in pending[start..(isFollowed ? end : end - 1)])
            {
                var missing = longest - LengthOf(packet);
                if (missing > 0 && packet.Track.IsNewest(packet.Sequence))
                {
                    packet.Track.History!.Pad(ref packet.Record, missing);
                }
            }

            start = end;
        }
    }

    private static int FindEnd(ReadOnlySpan<PendingPacket> pending, int start, out int longest)
    {
        var shortest = longest = LengthOf(pending[start]);
        var end = start + 1;
        for (; end < pending.Length && pending[end].Track == pending[start].Track; end++)
        {
            var length = LengthOf(pending[end]);
            if (Math.Max(longest, length) - Math.Min(shortest, length) > PacketHistory.MaxPadding)
            {
                break;
            }

            longest = Math.Max(longest, length);
            shortest = Math.Min(shortest, length);
        }

        return end;
    }

    private static int LengthOf(in PendingPacket packet) => packet.Record.DescriptorLength + packet.Record.Length;
}
