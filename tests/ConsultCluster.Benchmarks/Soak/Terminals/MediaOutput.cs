using ConsultCluster.Media;

namespace ConsultCluster.Benchmarks.Soak.Terminals;

/// <summary>What a terminal sends: a voice, small pictures, or far too many of them. Belongs to the loop's thread.</summary>
/// <param name="terminal">Number of it in what it sends.</param>
internal sealed class MediaOutput(int terminal, bool hasVideo)
{
    private const int PacketsPerPicture = 2;
    private const int PicturePacketLength = 600;
    private const int FloodPacketLength = 1000;
    private const int BitsPerByte = 8;

    private static readonly TimeSpan _voice = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _picture = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _floodPicture = TimeSpan.FromMilliseconds(10);

    private MonoTime _nextVoice;
    private MonoTime _nextPicture;
    private uint _voices;
    private long _flooded;

    /// <summary>Bits per second that it sends as pictures instead of the usual ones; 0 for those.</summary>
    public int FloodBits { get; set; }

    /// <summary>Bytes flooded since the last call.</summary>
    public long TakeFlooded()
    {
        var bytes = _flooded;
        _flooded = 0;
        return bytes;
    }

    /// <summary>Sends what is due, over both sessions for a while after a move.</summary>
    /// <param name="before">The session before the move; null for most of the time.</param>
    public void Send(MediaSession? active, MediaSession? before, bool isSilent, MonoTime now)
    {
        if (_nextVoice <= now)
        {
            _nextVoice = now - _nextVoice > _voice ? now + _voice : _nextVoice + _voice;
            if (!isSilent)
            {
                _voices++;
                SendVoice(active, now);
                SendVoice(before, now);
            }
        }

        if (hasVideo && _nextPicture <= now)
        {
            _nextPicture = now + (FloodBits > 0 ? _floodPicture : _picture);
            SendPicture(active, now);
            SendPicture(before, now);
        }
    }

    private void SendVoice(MediaSession? session, MonoTime now)
    {
        if (session is { IsConnected: true })
        {
            session.SendVoice(terminal, _voices, now);
        }
    }

    private void SendPicture(MediaSession? session, MonoTime now)
    {
        if (session is not { IsConnected: true })
        {
            return;
        }

        if (FloodBits == 0)
        {
            session.SendPicture(PacketsPerPicture, PicturePacketLength, now);
            return;
        }

        var packets = Math.Max(1, (int)(FloodBits / BitsPerByte * _floodPicture.TotalSeconds / FloodPacketLength));
        session.SendPicture(packets, FloodPacketLength, now);
        _flooded += packets * FloodPacketLength;
    }
}
