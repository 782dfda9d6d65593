using System.Threading.RateLimiting;
using ConsultCluster.Domain;
using ConsultCluster.Server.Hosting;
using Microsoft.Extensions.Options;

namespace ConsultCluster.Server.Auth;

/// <summary>
/// Runs the hashing of passwords, of which each takes a core for some 50 ms: few at once, few in a queue, and no more. Who is signed in or
/// uses a device of theirs has a lane of their own, so that a crowd of strangers keeps nobody out.
/// </summary>
public sealed class PasswordWork(IOptions<ServerOptions> options, AccountMetrics metrics) : IDisposable
{
    private static readonly Refusal Busy = new(RefusalCodes.SignInBusy, "Too many people sign in at once; try again in some seconds.");

    private readonly ConcurrencyLimiter strangers = Lane(options.Value.PasswordChecks, options.Value.PasswordQueue);
    private readonly ConcurrencyLimiter known = Lane(1, options.Value.PasswordQueue);

    /// <summary>Runs the work, or refuses with <c>sign_in.busy</c> when the queue is full.</summary>
    /// <param name="work">Hashes one password.</param>
    /// <param name="isKnown">The caller is signed in, or has signed in from this device.</param>
    public async Task<Outcome<T>> RunAsync<T>(Func<T> work, bool isKnown)
        where T : class
    {
        metrics.CheckBegins();
        try
        {
            using var lease = await (isKnown ? known : strangers).AcquireAsync();
            return lease.IsAcquired ? await Task.Run(work) : Busy;
        }
        finally
        {
            metrics.CheckEnds();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        strangers.Dispose();
        known.Dispose();
    }

    private static ConcurrencyLimiter Lane(int atOnce, int queue) => new(new ConcurrencyLimiterOptions
    {
        PermitLimit = atOnce,
        QueueLimit = queue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });
}
