using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>The published tracks of one terminal.</summary>
internal sealed class PublishedTracks(Session session, RelayShared shared)
{
    /// <summary>Microphone, camera, screen, and some spare; each may cost the memory of a history.</summary>
    private const int MaxTracks = 8;

    private static readonly TrackSource[] _sources = Enum.GetValues<TrackSource>();

    private readonly List<Track> _tracks = new(capacity: 2);

    /// <summary>One bit per source.</summary>
    private int _muted;

    /// <summary>
    /// Something of the terminal was muted: it says what is off, so what is not muted is on. Of others only the packets tell.
    /// </summary>
    private bool _declares;

    public List<Track> All => _tracks;

    public InboundStreams Streams { get; } = new();

    /// <summary>True when the terminal has a live track.</summary>
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

    /// <summary>Creates, keeps and ends tracks as negotiated and permitted. The caller assigns slots.</summary>
    public void Update(NegotiatedSession negotiated, IReadOnlyDictionary<string, TrackSource> sources, MonoTime now)
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

        Streams.HasRefused = negotiated.Media.Any(media => MaySend(media) && !Publishes(media, sources));
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
                track.SetMuted(IsMuted(track.Source), now);
                track.IsDeclaredOn = _declares && !track.IsMuted;
                _tracks.Add(track);
            }
            else
            {
                track.Update(media);
            }

            Streams.Signal(track);
        }
    }

    /// <summary>True when that changed; the caller assigns slots.</summary>
    public bool SetMuted(TrackSource source, bool muted, MonoTime now)
    {
        if (IsMuted(source) == muted)
        {
            return false;
        }

        _muted = muted ? _muted | (1 << (int)source) : _muted & ~(1 << (int)source);
        _declares = true;
        foreach (var track in _tracks)
        {
            if (track.Source == source)
            {
                track.SetMuted(muted, now);
            }

            track.IsDeclaredOn = !track.IsMuted;
        }

        return true;
    }

    /// <summary>Copies the muted sources of a replaced session: a page reload must not unmute.</summary>
    public void TakeMutedOf(PublishedTracks before, MonoTime now)
    {
        foreach (var source in _sources)
        {
            if (before.IsMuted(source))
            {
                SetMuted(source, muted: true, now);
            }
        }
    }

    /// <summary>Media resumes after a pause: schedules reports of its subscribers.</summary>
    public void WakeSubscribers(MonoTime now)
    {
        foreach (var track in _tracks)
        {
            track.Receivers.Wake(now);
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

    private static bool MaySend(NegotiatedMedia media) => media.Directions.HasFlag(MediaDirections.Receive) && !media.Codecs.IsEmpty;

    private bool Publishes(NegotiatedMedia media, IReadOnlyDictionary<string, TrackSource> sources) =>
        MaySend(media) && session.Grant.Allows(SourceOf(media, sources));

    private static bool Continues(Track track, NegotiatedMedia media, IReadOnlyDictionary<string, TrackSource> sources) =>
        track.Media.Mid == media.Mid && track.Kind == media.Kind && track.Source == SourceOf(media, sources)
        && track.ClockRate == media.Codecs[0].ClockRate;

    /// <summary>A section without a valid source gets its kind's default: microphone or camera.</summary>
    private static TrackSource SourceOf(NegotiatedMedia media, IReadOnlyDictionary<string, TrackSource> sources) => media.Kind == MediaKind.Audio
        ? TrackSource.Microphone
        : sources.TryGetValue(media.Mid, out var source) && source != TrackSource.Microphone ? source : TrackSource.Camera;
}
