using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>What one terminal publishes.</summary>
internal sealed class PublishedTracks(Session session, RelayShared shared)
{
    /// <summary>Microphone, camera, screen, and some to spare; each may cost its history's memory.</summary>
    private const int MaxTracks = 8;

    private static readonly TrackSource[] _sources = Enum.GetValues<TrackSource>();

    private readonly List<Track> _tracks = new(capacity: 2);

    /// <summary>A bit for each source.</summary>
    private int _muted;

    public List<Track> All => _tracks;

    public InboundStreams Streams { get; } = new();

    /// <summary>Something has come of the terminal, and counts.</summary>
    public bool HasLive
    {
        get
        {
            foreach (var track in _tracks)
            {
                if (track.IsLive)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Makes, keeps and ends tracks as negotiated and permitted; the router's slots are the caller's.</summary>
    public void Update(NegotiatedSession negotiated, IReadOnlyDictionary<string, TrackSource> sources)
    {
        foreach (var track in _tracks.ToArray())
        {
            if (!negotiated.Media.Any(media => Publishes(media, sources) && Continues(track, media, sources)))
            {
                track.IsLive = false;
                _tracks.Remove(track);
                Streams.Remove(track);
            }
        }

        foreach (var media in negotiated.Media.Where(media => Publishes(media, sources)))
        {
            var track = _tracks.Find(track => Continues(track, media, sources));
            if (track is null)
            {
                if (_tracks.Count == MaxTracks)
                {
                    continue;
                }

                track = new(session, media, SourceOf(media, sources), shared);
                track.SetMuted(IsMuted(track.Source));
                _tracks.Add(track);
            }
            else
            {
                track.Update(media);
            }

            Streams.Signal(track);
        }
    }

    public void SetMuted(TrackSource source, bool muted)
    {
        _muted = muted ? _muted | (1 << (int)source) : _muted & ~(1 << (int)source);
        foreach (var track in _tracks)
        {
            if (track.Source == source)
            {
                track.SetMuted(muted);
            }
        }
    }

    /// <summary>Takes over what was muted before the transport was replaced: a reload unmutes nobody.</summary>
    public void TakeMutedOf(PublishedTracks before)
    {
        foreach (var source in _sources)
        {
            if (before.IsMuted(source))
            {
                SetMuted(source, muted: true);
            }
        }
    }

    /// <summary>Media comes again after a pause: whoever gets it has reports to make.</summary>
    public void WakeSubscribers(MonoTime now)
    {
        foreach (var track in _tracks)
        {
            track.WakeSubscribers(now);
        }
    }

    public void End()
    {
        foreach (var track in _tracks)
        {
            track.IsLive = false;
        }
    }

    public Track? FindBySsrc(uint ssrc)
    {
        foreach (var track in _tracks)
        {
            if (track.Ssrc == ssrc)
            {
                return track;
            }
        }

        return null;
    }

    private bool IsMuted(TrackSource source) => (_muted & (1 << (int)source)) != 0;

    private bool Publishes(NegotiatedMedia media, IReadOnlyDictionary<string, TrackSource> sources) =>
        media.Directions.HasFlag(MediaDirections.Receive) && !media.Codecs.IsEmpty && session.Grant.Allows(SourceOf(media, sources));

    private static bool Continues(Track track, NegotiatedMedia media, IReadOnlyDictionary<string, TrackSource> sources) =>
        track.Media.Mid == media.Mid && track.Kind == media.Kind && track.Source == SourceOf(media, sources)
        && track.ClockRate == media.Codecs[0].ClockRate;

    /// <summary>A section that is not named, or named against its kind, is what its kind mostly is.</summary>
    private static TrackSource SourceOf(NegotiatedMedia media, IReadOnlyDictionary<string, TrackSource> sources) => media.Kind == MediaKind.Audio
        ? TrackSource.Microphone
        : sources.TryGetValue(media.Mid, out var source) && source != TrackSource.Microphone ? source : TrackSource.Camera;
}
