namespace ConsultCluster.Media;

/// <summary>Where the core writes what is to be sent. Consecutive datagrams to one address stay consecutive, so that the host may batch them.</summary>
public interface IDatagramSink
{
    /// <summary>Room for one datagram of at most <paramref name="maxLength"/> bytes; valid until <see cref="Commit"/> or the next call.</summary>
    Span<byte> Reserve(scoped in TransportAddress to, int maxLength);

    /// <summary>The reserved datagram has this length; 0 takes the reservation back.</summary>
    void Commit(int length);
}
