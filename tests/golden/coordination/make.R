# Writes the expected edge lists with CooRTweet 2.1.3 (https://github.com/nicolarighetti/CooRTweet, MIT):
#   LC_ALL=C Rscript make.R
# russian_slice.csv is part of its sample russian_coord_tweets (MIT; Kulichkina, Righetti and Waldherr 2024), the hostile
# tables are made up: repeated rows and ids, ties, contents that are objects, contents of two accounts,
# contents whose objects follow each other.
library(data.table)
library(CooRTweet)
settings <- fread("settings.csv")
for (k in seq_len(nrow(settings))) {
  s <- settings[k]
  x <- fread(paste0(s$table, ".csv"), colClasses = list(character = c("object_id", "account_id", "content_id")),
             integer64 = "double")
  x[, timestamp_share := as.numeric(timestamp_share)]
  pairs <- detect_groups(x, time_window = s$window, min_participation = s$min_participation,
                         remove_loops = s$remove_loops == 1)
  graph <- generate_coordinated_network(pairs, edge_weight = s$edge_weight)
  edges <- as.data.table(igraph::as_data_frame(graph))
  setorder(edges, from, to)
  fwrite(edges, paste0(s$name, ".csv"))
}
