namespace ConsultCluster.Media.Forwarding;

/// <summary>Does a session's due work: handshake retransmissions, feedback, reports, measurements, silence.</summary>
internal sealed class SessionUpkeep(RelayShared shared)
{
    /// <summary>
    /// A terminal that never said whether it shares, and sends its screen no longer, has stopped. A share that its owner
    /// declared on ends when the owner says so.
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
        session.Slots.Begin(now, sink);
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
            FindSilentTracks(session, now);
        }

        session.NextQuality ??= now + shared.Options.QualityInterval;
        if (session.NextQuality <= now || session.NextReport is null)
        {
            session.NextQuality = session.NextReport is null ? null : now + shared.Options.QualityInterval;
            shared.Events.Enqueue(SessionQualityMeter.Take(session));
        }
    }

    private static void FindSilentTracks(Session session, MonoTime now)
    {
        var changed = false;
        foreach (var track in session.Tracks.All)
        {
            changed |= track.BecomesSilent(now);
            if (track is { Source: TrackSource.Screen, IsLive: true, IsDeclaredOn: false } && now - track.LastPacket >= ScreenTimeout)
            {
                track.IsLive = false;
                changed = true;
            }
        }

        if (changed)
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
