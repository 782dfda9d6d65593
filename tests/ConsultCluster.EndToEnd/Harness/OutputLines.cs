using System.Diagnostics;
using System.Text;

namespace ConsultCluster.EndToEnd.Harness;

/// <summary>Collects what a process prints.</summary>
public sealed class OutputLines
{
    private readonly StringBuilder _text = new();

    /// <summary>All lines so far.</summary>
    public string Text
    {
        get
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }
    }

    /// <summary>Done when the process prints such a line; fails when it ends before.</summary>
    public Task Watch(Process process, Func<string, bool> isReady)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"The process ended:\n{Text}"));
        return ready.Task;

        void Note(string? line)
        {
            if (line is null)
            {
                return;
            }

            lock (_text)
            {
                _text.AppendLine(line);
            }

            if (isReady(line))
            {
                ready.TrySetResult();
            }
        }
    }
}
