"""Reads a list of files to their ends with aiofiles, when told to, and tells the seconds it took and the bytes it read.

Arguments: a file with one path per line, and the chunk size. Commands on standard input:
  set THREADS FILES raw|buffered   executor threads, files at once, Python's buffering
  run TIMES                        answers "SECONDS BYTES"
"""
import asyncio
import concurrent.futures
import sys
import time

try:
    import aiofiles
    try:
        from importlib.metadata import version
        number = version("aiofiles")
    except Exception:
        number = "of unknown version"
except ImportError:
    print("missing", flush=True)
    sys.exit(1)


async def read(path, chunk, gate, options):
    async with gate:
        count = 0
        async with aiofiles.open(path, "rb", **options) as f:
            while True:
                data = await f.read(chunk)
                if not data:
                    return count
                count += len(data)


async def read_all(paths, chunk, at_once, options, times):
    gate = asyncio.Semaphore(at_once)
    total = 0
    for _ in range(times):
        total += sum(await asyncio.gather(*(read(path, chunk, gate, options) for path in paths)))
    return total


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        paths = f.read().split("\n")
    chunk = int(sys.argv[2])
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    executor = None
    at_once = 8
    options = {}
    print("aiofiles " + number + ", Python " + sys.version.split()[0], flush=True)
    for line in sys.stdin:
        words = line.split()
        if words[0] == "set":
            if executor:
                executor.shutdown()
            executor = concurrent.futures.ThreadPoolExecutor(int(words[1]))
            loop.set_default_executor(executor)
            at_once = int(words[2])
            options = {"buffering": 0} if words[3] == "raw" else {}
            print("ok", flush=True)
        else:
            start = time.perf_counter()
            total = loop.run_until_complete(read_all(paths, chunk, at_once, options, int(words[1])))
            print(f"{time.perf_counter() - start:.9f} {total}", flush=True)


main()
