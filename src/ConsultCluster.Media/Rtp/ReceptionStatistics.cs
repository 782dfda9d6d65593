using ConsultCluster.Media.Rtcp;

namespace ConsultCluster.Media.Rtp;

/// <summary>Loss and jitter of one incoming RTP stream (RFC 3550 §6.4.1, §A.3, §A.8).</summary>
public sealed class ReceptionStatistics(int clockRate)
{
    private long _first = -1;
    private long _expectedAtReport;
    private long _receivedAtReport;
    private long _expectedAtMeasure;
    private long _receivedAtMeasure;
    private long _lastTransit;
    private double _jitter;

    /// <summary>Highest unwrapped sequence number so far; -1 before the first packet.</summary>
    public long Highest { get; private set; } = -1;

    /// <summary>Packets received; the caller leaves out duplicates.</summary>
    public long Received { get; private set; }

    /// <summary>Packets sent, judging by sequence numbers.</summary>
    public long Expected => _first < 0 ? 0 : Highest - _first + 1;

    /// <summary>Interarrival jitter in milliseconds.</summary>
    public double JitterMs => _jitter * 1000 / clockRate;

    /// <summary>Forgets everything, because the source restarted.</summary>
    public void Clear()
    {
        _first = -1;
        Highest = -1;
        Received = 0;
        _jitter = 0;
        (_expectedAtReport, _receivedAtReport, _expectedAtMeasure, _receivedAtMeasure) = (0, 0, 0, 0);
    }

    /// <param name="sequence">Unwrapped.</param>
    /// <param name="timestamp">Timestamp in the header.</param>
    public void HandlePacket(long sequence, uint timestamp, MonoTime now)
    {
        var arrival = (long)(now.Ticks / (double)TimeSpan.TicksPerSecond * clockRate);
        var transit = (long)(uint)((uint)arrival - timestamp);
        if (_first < 0)
        {
            _first = sequence;
            Highest = sequence;
        }
        else
        {
            var difference = Math.Abs((long)(int)((uint)transit - (uint)_lastTransit));

            // A restarted clock is not jitter: ignore differences above five seconds.
            if (difference < 5L * clockRate)
            {
                _jitter += (difference - _jitter) / 16;
            }

            Highest = Math.Max(Highest, sequence);
            _first = Math.Min(_first, sequence);
        }

        _lastTransit = transit;
        Received++;
    }

    /// <summary>A report block since the last one (RFC 3550 §6.4.1), with the caller's sender report fields.</summary>
    public ReportBlock TakeReport(uint ssrc, uint lastSenderReport, uint delaySinceLastSenderReport)
    {
        var lost = LossOf(ref _expectedAtReport, ref _receivedAtReport, out var expected);
        var fraction = expected <= 0 ? 0 : (byte)Math.Clamp(lost * 256 / expected, 0, 255);
        return new(
            ssrc,
            (byte)fraction,
            (int)Math.Clamp(Expected - Received, -0x80_0000, 0x7F_FFFF),
            (uint)Highest,
            (uint)_jitter,
            lastSenderReport,
            delaySinceLastSenderReport);
    }

    /// <summary>Packets expected and lost since the last call, independent of the reports' interval.</summary>
    public void TakeMeasure(out long expected, out long lost) =>
        lost = Math.Max(0, LossOf(ref _expectedAtMeasure, ref _receivedAtMeasure, out expected));

    private long LossOf(ref long expectedBefore, ref long receivedBefore, out long expected)
    {
        expected = Expected - expectedBefore;
        var received = Received - receivedBefore;
        expectedBefore = Expected;
        receivedBefore = Received;
        return expected - received;
    }
}
