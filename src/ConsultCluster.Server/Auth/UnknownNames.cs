namespace ConsultCluster.Server.Auth;

/// <summary>Counts refused sign-ins of names that have no account, so that they lock as accounts do. In memory, bounded.</summary>
public sealed class UnknownNames
{
    /// <summary>Bounds memory to about 1 MB; rate limits keep honest use far below.</summary>
    private const int MaxNames = 10_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, (int Failures, DateTimeOffset Until)> names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Counts one more; true when the name is locked now.</summary>
    public bool Fail(string name, DateTimeOffset now)
    {
        lock (gate)
        {
            if (names.Count >= MaxNames)
            {
                names.Clear();
            }

            var (failures, until) = names.GetValueOrDefault(name);
            if (failures >= SignIn.Threshold)
            {
                if (until > now)
                {
                    return true;
                }

                failures = 0;
            }

            names[name] = (failures + 1, now + SignIn.LockTime);
            return failures + 1 >= SignIn.Threshold;
        }
    }
}
