namespace ConsultCluster.Media.Forwarding;

/// <summary>Does a session's due work: handshake retransmissions, feedback, reports, measurements, silence.</summary>
internal sealed class SessionUpkeep(RelayShared shared)
{
    /// <summary>
    /// A static shared screen is sent at least once per second: five seconds without a packet mean that it stopped.
    /// </summary>
    private static readonly TimeSpan ScreenTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Shortest sleep, so that a bug cannot spin the owner's thread.</summary>
    private static readonly TimeSpan MinSleep = TimeSpan.FromMilliseconds(1);

    private readonly ReportSender _reports = new(shared);
    private readonly FeedbackSender _feedback = new(shared);

    /// <summary>Returns the reason when the session has ended; else null.</summary>
    public string? Run(Session session, MonoTime now, IDatagramSink sink)
    {
        session.Transport.HandleTimeout(now, sink);
        if (session.Transport.Failure is { } failure)
        {
            return failure;
        }

        if (session.Liveness.Deadline <= now)
        {
            return session.Transport.IsConnected ? "silence" : "not connected in time";
        }

        if (session.Transport.IsConnected)
        {
            RunConnected(session, now, sink);
        }

        Sleep(session, now);
        return null;
    }

    private void RunConnected(Session session, MonoTime now, IDatagramSink sink)
    {
        _feedback.Send(session, now, sink);
        var hasMedia = session.HasMedia(now);
        if (!hasMedia && session.NextReport is null)
        {
            return;
        }

        if (session.NextReport is not { } report || report <= now)
        {
            // Report once more after the last media, to withdraw the last measurement. Then nothing until media wakes
            // the session.
            session.NextReport = hasMedia ? now + shared.Options.ReportInterval : null;
            _reports.Send(session, now, sink);
            session.Liveness.Evaluate(now);
            EndSilentScreens(session, now);
        }

        session.NextQuality ??= now + shared.Options.QualityInterval;
        if (session.NextQuality <= now || session.NextReport is null)
        {
            session.NextQuality = session.NextReport is null ? null : now + shared.Options.QualityInterval;
            shared.Events.Enqueue(SessionQualityMeter.Take(session));
        }
    }

    private static void EndSilentScreens(Session session, MonoTime now)
    {
        var ended = false;
        foreach (var track in session.Tracks.All)
        {
            if (track is { Source: TrackSource.Screen, IsLive: true } && now - track.LastPacket >= ScreenTimeout)
            {
                track.IsLive = false;
                ended = true;
            }
        }

        if (ended)
        {
            session.Router.Assign();
        }
    }

    private static void Sleep(Session session, MonoTime now)
    {
        var next = session.Liveness.Deadline;
        Consider(session.Transport.NextTimeout);
        if (session.Transport.IsConnected)
        {
            Consider(session.NextReport);
            Consider(session.NextQuality);
            foreach (var track in session.Tracks.All)
            {
                Consider(track.NextFeedback);
            }
        }

        session.SleepUntil(next > now + MinSleep ? next : now + MinSleep);

        void Consider(MonoTime? at)
        {
            if (at is { } time && time < next)
            {
                next = time;
            }
        }
    }
}
