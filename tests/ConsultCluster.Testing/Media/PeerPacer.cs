using ConsultCluster.Media;

namespace ConsultCluster.Testing.Media;

/// <summary>Sends frames of a terminal's tracks at their rates.</summary>
internal sealed class PeerPacer(MediaPeer peer)
{
    private readonly Dictionary<PeerTrack, (TimeSpan Interval, int Packets, int Length, MonoTime Next)> _paces = [];

    public MonoTime? NextTimeout => peer.IsConnected && _paces.Count > 0 ? _paces.Values.Min(pace => pace.Next) : null;

    public void Set(PeerTrack track, TimeSpan? interval, int packets, int length, MonoTime now)
    {
        if (interval is { } value)
        {
            _paces[track] = (value, packets, length, now);
        }
        else
        {
            _paces.Remove(track);
        }
    }

    public void HandleTimeout(MonoTime now, IDatagramSink sink)
    {
        foreach (var (track, pace) in _paces)
        {
            if (pace.Next <= now)
            {
                track.SendFrame(pace.Packets, pace.Length, now, sink);
                var next = pace.Next + pace.Interval;
                _paces[track] = pace with { Next = next > now ? next : now + pace.Interval };
            }
        }
    }
}
