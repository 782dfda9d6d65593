using System.Threading.Channels;
using ConsultCluster.Benchmarks.Load;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Testing.Hub;

namespace ConsultCluster.Benchmarks.Soak.Terminals;

/// <summary>A terminal without a browser that does what docs/protocol.md asks of one: seat, media with a standby session, chat.</summary>
internal sealed class SoakTerminal : IMediaOwner
{
    private static readonly TimeSpan _callLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _again = TimeSpan.FromSeconds(1);

    /// <summary>For the notice of a move that the group has agreed to.</summary>
    private static readonly TimeSpan _confirmWithin = TimeSpan.FromSeconds(2);

    /// <summary>In which a group answers that is there.</summary>
    private static readonly TimeSpan _answersWithin = TimeSpan.FromMilliseconds(300);

    /// <summary>After the notice, by chance: others want a standby as well.</summary>
    private static readonly TimeSpan _standbySoonest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _standbySpread = TimeSpan.FromSeconds(3);

    private readonly SoakTerminalOptions _options;
    private readonly MediaLoop _loop;
    private readonly MediaSide _media;
    private readonly Channel<Func<HubTerminal, Task<bool>>> _wishes = Channel.CreateUnbounded<Func<HubTerminal, Task<bool>>>();
    private int _offersWaiting;
    private int _standbysWaiting;
    private volatile TaskCompletionSource _named = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="lost">Told with a sentence when it loses its seat against its will.</param>
    public SoakTerminal(SoakTerminalOptions options, MediaLoop loop, Action<string> lost)
    {
        (_options, _loop) = (options, loop);
        _media = new MediaSide(options.Number, options.HasVideo, this);
        Seat = new Seat(options, Hear, Changed, lost);
        Speech = new Speech(options, Seat, _media);
    }

    public Seat Seat { get; }

    /// <summary>What its person says and mutes.</summary>
    public Speech Speech { get; }

    /// <summary>For sentences.</summary>
    public string Name => _options.Name;

    /// <summary>Its consultation.</summary>
    public string Group => _options.Group;

    /// <summary>The relay that was named last as the one of its media.</summary>
    public string Relay { get; private set; } = "";

    /// <summary>Its media; belongs to the loop's thread.</summary>
    public MediaSide Media => _media;

    /// <summary>Stays until it is out for good.</summary>
    public async Task StayAsync()
    {
        _loop.Add(_media);
        WantOffer();
        var pump = PumpAsync();
        await Seat.StayAsync();
        _wishes.Writer.TryComplete();
        await pump;
        _loop.Remove(_media);
    }

    public void WantOffer()
    {
        if (Interlocked.Exchange(ref _offersWaiting, 1) == 0)
        {
            _wishes.Writer.TryWrite(OfferAsync);
        }
    }

    public void WantStandby()
    {
        if (Interlocked.Exchange(ref _standbysWaiting, 1) == 0)
        {
            _wishes.Writer.TryWrite(OfferStandbyAsync);
        }
    }

    public void MovedByItself(string relayId)
    {
        Relay = relayId;
        _wishes.Writer.TryWrite(hub => TellAsync(hub, relayId));
    }

    public void Quiet() => _ = AskAsync();

    private async Task PumpAsync()
    {
        await foreach (var wish in _wishes.Reader.ReadAllAsync())
        {
            while (!Seat.Ended.IsCancellationRequested)
            {
                try
                {
                    if (await wish(await Seat.InsideAsync()))
                    {
                        break;
                    }
                }
                catch (Exception e) when (LineLoss.Is(e))
                {
                    // Again on the next connection.
                }

                await Pace.ForAsync(_again, Seat.Ended);
            }
        }
    }

    private async Task<bool> OfferAsync(HubTerminal hub)
    {
        if (await NewSessionAsync(hub.Offer) is not { } session)
        {
            return false;
        }

        Interlocked.Exchange(ref _offersWaiting, 0);
        Relay = session.RelayId;
        _loop.Post(() => _media.SetActive(session));
        return true;
    }

    /// <summary>One attempt: the media side asks again when there still is none.</summary>
    private async Task<bool> OfferStandbyAsync(HubTerminal hub)
    {
        Interlocked.Exchange(ref _standbysWaiting, 0);
        if (await NewSessionAsync(hub.OfferStandby) is { } session)
        {
            _loop.Post(() => _media.SetStandby(session));
        }

        return true;
    }

    private async Task<MediaSession?> NewSessionAsync(Func<OfferRequest, Task<Reply<OfferReply>>> offer)
    {
        var session = new MediaSession(_options.HasVideo, _options.Hear);
        try
        {
            var sources = session.Peer.Sources.ToDictionary(pair => pair.Key, pair => Word(pair.Value));
            var reply = await offer(new OfferRequest(session.Peer.CreateOffer(), sources, null, _options.Region)).WaitAsync(_callLimit);
            if (reply.Value is { } answer)
            {
                session.RelayId = answer.RelayId;
                session.Peer.SetAnswer(answer.Sdp, relay: null, LoadClock.Now);
                return session;
            }
        }
        catch
        {
            session.Dispose();
            throw;
        }

        session.Dispose();
        return null;
    }

    private async Task<bool> TellAsync(HubTerminal hub, string relayId)
    {
        var named = _named = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reply = await hub.UseStandby(relayId).WaitAsync(_callLimit);
        if (reply.Error is not null || await Task.WhenAny(named.Task, Pace.ForAsync(_confirmWithin)) != named.Task)
        {
            WantOffer();
        }

        return true;
    }

    private async Task AskAsync()
    {
        try
        {
            await (await Seat.InsideAsync()).Snapshot().WaitAsync(_answersWithin);
            _media.IsDeserted = false;
        }
        catch (TimeoutException)
        {
            _media.IsDeserted = true;
        }
        catch (Exception e) when (LineLoss.Is(e))
        {
            // Not inside: reason to doubt by itself.
        }
    }

    private void Changed(bool isInside)
    {
        _media.IsInside = isInside;
        _media.IsDeserted = false;
    }

    private void Hear(object notice)
    {
        switch (notice)
        {
            case string relayId:
                Relay = relayId;
                _named.TrySetResult();
                _loop.Post(() => _media.MovedTo(relayId));
                break;
            case SlotDto[] slots:
                _media.IsExpecting = slots.Any(slot => slot.TerminalId is not null);
                break;
            case StandbyWanted:
                _ = WantStandbyLaterAsync();
                break;
            case OfferAgain:
                _loop.Post(_media.Forget);
                WantOffer();
                break;
        }
    }

    private async Task WantStandbyLaterAsync()
    {
        await Pace.ForAsync(_standbySoonest + (Random.Shared.NextDouble() * _standbySpread));
        WantStandby();
    }

    private static string Word(TrackSource source) => source == TrackSource.Microphone ? "microphone" : source == TrackSource.Camera ? "camera" : "screen";
}
