namespace ConsultCluster.Benchmarks.Soak.Record;

/// <summary>Compares what one consultation's terminals were told is recorded with what is.</summary>
internal static class ChatCheck
{
    /// <summary>One sentence for each mistake; none when all is as acknowledged.</summary>
    /// <param name="record">All messages of the consultation, oldest first. May have more: an answer can be lost after the message was kept.</param>
    public static IEnumerable<string> Compare(IReadOnlyCollection<AcknowledgedMessage> acknowledged, IReadOnlyList<RecordedMessage> record)
    {
        var places = new Dictionary<(string, string), int>();
        for (var i = 0; i < record.Count; i++)
        {
            if (!places.TryAdd((record[i].Terminal, record[i].Id), i))
            {
                yield return $"Message {record[i].Id} of {record[i].Terminal} is on record twice.";
            }
        }

        var found = new List<(int Place, AcknowledgedMessage Message)>();
        foreach (var message in acknowledged)
        {
            if (!places.TryGetValue((message.Terminal, message.Id), out var place))
            {
                yield return $"Message {message.Id} of {message.Terminal} in {message.Group} was acknowledged and is not on record.";
            }
            else if (record[place].Text != message.Text)
            {
                yield return $"Message {message.Id} of {message.Terminal} in {message.Group} is on record with another text.";
            }
            else
            {
                found.Add((place, message));
            }
        }

        foreach (var mistake in OutOfOrder(found))
        {
            yield return mistake;
        }
    }

    /// <summary>What was acknowledged before another one was sent has to stand before it.</summary>
    private static IEnumerable<string> OutOfOrder(List<(int Place, AcknowledgedMessage Message)> found)
    {
        AcknowledgedMessage? latest = null;
        foreach (var (_, message) in found.OrderBy(pair => pair.Place))
        {
            if (latest is not null && message.AcknowledgedAt < latest.SentAt)
            {
                yield return $"Message {message.Id} of {message.Terminal} in {message.Group} stands after {latest.Id} of {latest.Terminal}, which was sent later.";
            }

            latest = latest is null || message.SentAt > latest.SentAt ? message : latest;
        }
    }
}
