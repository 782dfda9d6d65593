using ConsultCluster.Domain;
using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Server.Hubs.Connections;

/// <summary>
/// One connection to the hub, from its token's check to its end. Until it has entered it may do nothing but that, in little time and with small messages; afterwards it has to
/// show signs of life. It is ended with a reason, which <see cref="MessageGate"/> tells it.
/// </summary>
internal sealed class TerminalConnection : IDisposable
{
    /// <summary>Bytes of a message until the connection has entered: handshake and <c>Enter</c> have some 200.</summary>
    public const int MaxFirstMessage = 4 * 1024;

    /// <summary>Bytes of any other: an offer of 256 KiB with its line ends escaped, and what stands around it.</summary>
    public const int MaxMessage = 384 * 1024;

    /// <summary>Each of so many bytes of a message costs as much as a call.</summary>
    private const int BytesPerCall = 16 * 1024;

    /// <summary>Without any byte. Terminals ping every 5 s.</summary>
    public static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(15);

    private static readonly Refusal NotEntered = new(RefusalCodes.MemberUnknown, "The connection did not enter in time; connect again and call Enter first.");
    private static readonly Refusal Silent = new(RefusalCodes.MemberUnknown, "Nothing came over the connection for 15 s; connect again, and ping every 5 s.");
    private static readonly Refusal TooMany = new(RefusalCodes.RequestFlood, "Too many messages; wait a moment, then connect again.");
    private static readonly Refusal TooLarge = new(RefusalCodes.RequestTooLarge, "A message was larger than allowed: 4 KiB until the connection has entered, then 384 KiB.");

    private readonly TimeProvider _clock;
    private readonly Action<TerminalConnection, string> _limited;
    private readonly ITimer _timer;
    private volatile Refusal? _ending;
    private volatile Action? _wake;
    private volatile bool _hasEntered;
    private volatile bool _isLate;
    private volatile bool _isReading;
    private long _readSince;

    /// <param name="claims">What the token says.</param>
    /// <param name="from">Address, for the audit.</param>
    /// <param name="network">Network, for limits.</param>
    /// <param name="enterWithin">Time in which it has to enter.</param>
    /// <param name="limited">Called with the name of a limit that ends the connection.</param>
    public TerminalConnection(
        TokenClaims claims, string from, string network, TimeSpan enterWithin, TimeProvider clock, Action<TerminalConnection, string> limited)
    {
        (Claims, From, Network, Calls, _clock, _limited) = (claims, from, network, new CallBudget(clock), clock, limited);
        _timer = clock.CreateTimer(static one => ((TerminalConnection)one!).OnTimer(), this, enterWithin, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What the token says.</summary>
    public TokenClaims Claims { get; }

    /// <summary>Address, for the audit.</summary>
    public string From { get; }

    /// <summary>Network, for limits.</summary>
    public string Network { get; }

    /// <summary>What it may still ask for.</summary>
    public CallBudget Calls { get; }

    /// <summary>It has a seat.</summary>
    public bool HasEntered => _hasEntered;

    /// <summary>Bytes that the next message may have, its end included.</summary>
    public int MessageLimit => _hasEntered ? MaxMessage : MaxFirstMessage;

    /// <summary>Bytes of the message that is incomplete yet.</summary>
    public long Unfinished { get; private set; }

    /// <summary>Why the connection is to end now; null while it may go on. An <c>Enter</c> that was sent in time may finish late.</summary>
    public Refusal? Ending => _ending ?? (_isLate && !_hasEntered ? EndBy(HubLimit.EnterTime, NotEntered) : null);

    /// <summary>Says whom to wake when the connection is to end while it is read.</summary>
    public void ReadBy(Action wake) => _wake = wake;

    /// <summary>It has a seat now.</summary>
    public void Enter()
    {
        _hasEntered = true;
        _timer.Change(MaxSilence, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends the connection; only the first reason counts.</summary>
    public void End(Refusal reason)
    {
        Interlocked.CompareExchange(ref _ending, reason, null);
        _wake?.Invoke();
    }

    /// <summary>From now on the other side is waited for.</summary>
    public void BeginRead()
    {
        Volatile.Write(ref _readSince, _clock.GetTimestamp());
        _isReading = true;
    }

    /// <summary>Something came.</summary>
    /// <param name="unfinished">Bytes at hand that are no whole message; 0 when there is one.</param>
    public void EndRead(long unfinished)
    {
        _isReading = false;
        Unfinished = unfinished;
        if (unfinished >= MessageLimit)
        {
            EndBy(HubLimit.MessageSize, TooLarge);
        }
    }

    /// <summary>Takes a whole message from the budget, before anybody reads it.</summary>
    /// <param name="length">Bytes, its end included.</param>
    public void TakeMessage(long length)
    {
        if (length > MessageLimit)
        {
            EndBy(HubLimit.MessageSize, TooLarge);
            return;
        }

        Calls.Take(1 + (int)(length / BytesPerCall));
        if (Calls.IsExhausted)
        {
            EndBy(HubLimit.Calls, TooMany);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private Refusal EndBy(string limit, Refusal reason)
    {
        if (Interlocked.CompareExchange(ref _ending, reason, null) is { } earlier)
        {
            return earlier;
        }

        _limited(this, limit);
        return reason;
    }

    private void OnTimer()
    {
        if (!_hasEntered)
        {
            _isLate = true;
            _wake?.Invoke();
            return;
        }

        // While a call is at work nothing is read, and so nothing can be heard.
        var silence = _isReading ? _clock.GetElapsedTime(Volatile.Read(ref _readSince)) : TimeSpan.Zero;
        if (silence < MaxSilence)
        {
            _timer.Change(MaxSilence - silence, Timeout.InfiniteTimeSpan);
            return;
        }

        EndBy(HubLimit.Silence, Silent);
        _wake?.Invoke();
    }
}
