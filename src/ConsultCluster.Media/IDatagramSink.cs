namespace ConsultCluster.Media;

/// <summary>
/// Receives the core's outgoing datagrams. Consecutive datagrams to one address stay consecutive, so the host can batch
/// them.
/// </summary>
public interface IDatagramSink
{
    /// <summary>
    /// Reserves one datagram of at most <paramref name="maxLength"/> bytes; valid until <see cref="Commit"/> or the
    /// next call.
    /// </summary>
    Span<byte> Reserve(scoped in TransportAddress to, int maxLength);

    /// <summary>Sends the reserved datagram with this length; 0 cancels the reservation.</summary>
    void Commit(int length);
}
